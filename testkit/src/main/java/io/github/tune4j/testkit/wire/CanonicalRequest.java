package io.github.tune4j.testkit.wire;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The form of a request that a signature of version 4 covers. */
final class CanonicalRequest {
    private CanonicalRequest() {}

    static String of(Call call, SignatureV4 signature, String content) {
        String headers = signature.signedHeaders().stream()
                .map(name -> name + ":" + values(call.headers().getOrDefault(name, List.of())) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                call.method(),
                path(call),
                query(call, signature),
                headers,
                String.join(";", signature.signedHeaders()),
                content);
    }

    /** Every service but S3 signs the path encoded twice. */
    private static String path(Call call) {
        if (call.scope().service().equals("s3")) {
            return Percent.encodePath(Percent.decode(call.rawPath()));
        }
        return Arrays.stream(call.rawPath().split("/", -1))
                .map(segment -> Percent.encode(Percent.encode(Percent.decode(segment))))
                .collect(Collectors.joining("/"));
    }

    private static String query(Call call, SignatureV4 signature) {
        return call.query().entrySet().stream()
                .filter(parameter ->
                        !(signature.presigned() && parameter.getKey().equals("X-Amz-Signature")))
                .flatMap(parameter -> parameter.getValue().stream()
                        .map(value -> Map.entry(Percent.encode(parameter.getKey()), Percent.encode(value))))
                .sorted(Map.Entry.<String, String>comparingByKey().thenComparing(Map.Entry.comparingByValue()))
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String values(List<String> values) {
        return values.stream().map(value -> value.strip().replaceAll(" +", " ")).collect(Collectors.joining(","));
    }
}
