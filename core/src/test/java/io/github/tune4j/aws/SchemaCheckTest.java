package io.github.tune4j.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.tune4j.chat.AnswerSchema;
import io.github.tune4j.json.Json;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaCheckTest {
    private static final AnswerSchema SCHEMA = new AnswerSchema("pair", """
            {"type": "object", "required": ["question", "score"], "additionalProperties": false, "properties": {
              "question": {"type": "string", "minLength": 1, "maxLength": 5},
              "score": {"type": "integer", "minimum": 1, "maximum": 10},
              "kind": {"enum": ["a", "b"]},
              "note": {"type": ["string", "null"]},
              "tags": {"type": "array", "minItems": 1, "items": {"type": "string"}}}}
            """);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'question':'why','score':3} | ",
                "{'question':'why','score':3.0,'note':null,'kind':'b','tags':['x']} | ",
                "[] | the whole must be an object",
                "{'question':'why'} | the whole lacks \"score\"",
                "{'question':'','score':3} | /question must have at least 1 character(s)",
                "{'question':'longer','score':3} | /question must have at most 5 character(s)",
                "{'question':'why','score':3.5} | /score must be an integer",
                "{'question':'why','score':11} | /score must be at most 10",
                "{'question':'why','score':0} | /score must be at least 1",
                "{'question':'why','score':1,'kind':'c'} | /kind must be one of [\"a\",\"b\"]",
                "{'question':'why','score':1,'note':1} | /note must be one of [\"string\",\"null\"]",
                "{'question':'why','score':1,'tags':[]} | /tags must have at least 1 item(s)",
                "{'question':'why','score':1,'tags':['x',2]} | /tags/1 must be a string",
                "{'question':'why','score':1,'more':1} | the whole has a field that the schema does not know",
            })
    void says_what_does_not_fit(String json, String problem) {
        assertThat(SchemaCheck.problems(Json.parse(json.replace('\'', '"'), "test"), SCHEMA))
                .isEqualTo(problem == null ? java.util.List.of() : java.util.List.of(problem));
    }
}
