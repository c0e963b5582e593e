package io.github.tune4j.testkit.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ListsTest {
    private static final LocalS3 LOCAL = LocalS3.start();
    private static final S3Client S3 = LOCAL.client();
    private static final String BUCKET = "bucket";

    @BeforeEach
    void anEmptyBucket() {
        LOCAL.buckets.reset();
        LOCAL.buckets.create(BUCKET, "us-west-2");
    }

    @AfterAll
    static void stop() {
        LOCAL.close();
    }

    private static void put(String... keys) {
        for (String key : keys) {
            S3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(key));
        }
    }

    private static List<String> keys(ListObjectsV2Response page) {
        return page.contents().stream().map(S3Object::key).toList();
    }

    private static List<String> prefixes(ListObjectsV2Response page) {
        return page.commonPrefixes().stream().map(CommonPrefix::prefix).toList();
    }

    @Test
    void lists_keys_in_the_order_of_their_bytes() {
        List<String> keys = List.of("a", "B", "a/b", "a-b", "\uFF5E", "\uD83D\uDE00", "é", "z", "日本", "a b", "aa", "~");
        put(keys.toArray(String[]::new));

        List<String> sorted = keys.stream()
                .sorted(Comparator.comparing(key -> HexFormat.of().formatHex(key.getBytes(StandardCharsets.UTF_8))))
                .toList();
        assertThat(keys(S3.listObjectsV2(r -> r.bucket(BUCKET)))).isEqualTo(sorted);
        assertThat(S3.listObjects(r -> r.bucket(BUCKET)).contents().stream()
                        .map(S3Object::key)
                        .toList())
                .isEqualTo(sorted);
    }

    @Test
    void folds_keys_at_a_delimiter() {
        put("a/1", "a/2", "b", "c/d/1", "c/e");

        ListObjectsV2Response top = S3.listObjectsV2(r -> r.bucket(BUCKET).delimiter("/"));
        ListObjectsV2Response inside =
                S3.listObjectsV2(r -> r.bucket(BUCKET).delimiter("/").prefix("c/"));

        assertThat(keys(top)).containsExactly("b");
        assertThat(prefixes(top)).containsExactly("a/", "c/");
        assertThat(top.keyCount()).isEqualTo(3);
        assertThat(keys(inside)).containsExactly("c/e");
        assertThat(prefixes(inside)).containsExactly("c/d/");
        assertThat(prefixes(
                        S3.listObjectsV2(r -> r.bucket(BUCKET).delimiter("/").prefix("a"))))
                .containsExactly("a/");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 1000})
    void gives_every_entry_once_whatever_the_size_of_pages(int size) {
        put("a", "b/1", "b/2", "b/3", "c d", "e/f/1", "e/g", "日/1", "日/2", "z");

        List<String> seen = new ArrayList<>();
        for (ListObjectsV2Response page :
                S3.listObjectsV2Paginator(r -> r.bucket(BUCKET).delimiter("/").maxKeys(size))) {
            assertThat(page.keyCount()).isLessThanOrEqualTo(size);
            seen.addAll(
                    Stream.concat(keys(page).stream(), prefixes(page).stream()).toList());
        }

        assertThat(seen).containsExactlyInAnyOrder("a", "b/", "c d", "e/", "日/", "z");
        assertThat(S3.listObjectsV2Paginator(r -> r.bucket(BUCKET).maxKeys(size)).contents().stream()
                        .map(S3Object::key))
                .containsExactly("a", "b/1", "b/2", "b/3", "c d", "e/f/1", "e/g", "z", "日/1", "日/2");
    }

    @Test
    void gives_the_older_form_page_by_page_too() {
        put("a/1", "a/2", "b", "c/1", "d");
        List<String> seen = new ArrayList<>();
        String marker = null;
        do {
            String from = marker;
            var page = S3.listObjects(
                    r -> r.bucket(BUCKET).delimiter("/").maxKeys(2).marker(from));
            page.contents().forEach(object -> seen.add(object.key()));
            page.commonPrefixes().forEach(prefix -> seen.add(prefix.prefix()));
            marker = page.isTruncated() ? page.nextMarker() : null;
        } while (marker != null);

        assertThat(seen).containsExactlyInAnyOrder("a/", "b", "c/", "d");
    }

    @Test
    void begins_after_a_key() {
        put("a", "b", "c");

        assertThat(keys(S3.listObjectsV2(r -> r.bucket(BUCKET).startAfter("a"))))
                .containsExactly("b", "c");
        assertThat(keys(S3.listObjectsV2(r -> r.bucket(BUCKET).startAfter("aa"))))
                .containsExactly("b", "c");
        assertThat(keys(S3.listObjectsV2(r -> r.bucket(BUCKET).startAfter("c"))))
                .isEmpty();
    }

    @Test
    void tells_what_an_object_is() {
        put("k");

        S3Object object = S3.listObjectsV2(r -> r.bucket(BUCKET).fetchOwner(true))
                .contents()
                .get(0);

        assertThat(object.size()).isEqualTo(1);
        assertThat(object.eTag()).matches("\"[0-9a-f]{32}\"");
        assertThat(object.lastModified()).isNotNull();
        assertThat(object.storageClassAsString()).isEqualTo("STANDARD");
        assertThat(object.checksumAlgorithmAsStrings()).containsExactly("CRC32");
        assertThat(object.owner().id()).isNotBlank();
        assertThat(S3.listObjectsV2(r -> r.bucket(BUCKET)).contents().get(0).owner())
                .isNull();
    }

    @Test
    void gives_a_thousand_entries_at_most() {
        IntStream.range(0, 1001).forEach(i -> store("%04d".formatted(i)));

        ListObjectsV2Response first = S3.listObjectsV2(r -> r.bucket(BUCKET).maxKeys(5000));
        ListObjectsV2Response none = S3.listObjectsV2(r -> r.bucket(BUCKET).maxKeys(0));

        assertThat(first.contents()).hasSize(1000);
        assertThat(first.isTruncated()).isTrue();
        assertThat(none.contents()).isEmpty();
        assertThat(none.isTruncated()).isFalse();
    }

    private static void store(String key) {
        try {
            LOCAL.buckets.put(BUCKET, key, "text/plain", new byte[0]);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
