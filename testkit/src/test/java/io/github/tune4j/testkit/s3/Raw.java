package io.github.tune4j.testkit.s3;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** Requests that no client would send. */
final class Raw {
    private Raw() {}

    static String send(URI endpoint, String requestLine, String region, String body, String... headers)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(requestLine)
                .append("\r\nHost: localhost\r\nConnection: close\r\nContent-Length: ")
                .append(bytes.length)
                .append("\r\nAuthorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/")
                .append(region)
                .append("/s3/aws4_request, SignedHeaders=host, Signature=00\r\n");
        for (String header : headers) {
            head.append(header).append("\r\n");
        }
        try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            out.write(bytes);
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
