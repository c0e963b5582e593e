package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.json.Json;
import org.junit.jupiter.api.Test;

class SdkDocumentTest {
    @Test
    void a_tree_survives_the_way_there_and_back() {
        JsonNode tree = Json.parse("{\"a\":[1,2.50,1e3,true,false,null,\"text\"],\"b\":{\"c\":{}},\"d\":[]}", "test");
        assertThat(Json.line(SdkDocument.json(SdkDocument.of(tree)))).isEqualTo(Json.line(tree));
    }
}
