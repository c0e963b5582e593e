package io.github.tune4j.examples.playground;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in: whoever knows the token, asks for this very host, and does not come from another page. Another page
 * in the same browser knows no token; a name that was made to point here names another host.
 */
final class Gate {
    static final String TOKEN_HEADER = "X-Playground-Token";
    private static final int TOKEN_BYTES = 32;

    private final String host;
    private final String token;

    Gate(int port) {
        this.host = "127.0.0.1:" + port;
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        this.token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    String token() {
        return token;
    }

    String origin() {
        return "http://" + host;
    }

    /** Why somebody may not come in; empty when they may. */
    Optional<String> refusal(HttpExchange exchange) {
        Headers headers = exchange.getRequestHeaders();
        if (!only(headers, "Host", host)) {
            return Optional.of("This is not the host that you asked for.");
        }
        boolean changes = !exchange.getRequestMethod().equals("GET");
        if ((changes || headers.containsKey("Origin")) && !only(headers, "Origin", origin())) {
            return Optional.of("The playground answers its own page only.");
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return Optional.of("The playground answers its own page only.");
        }
        return knowsToken(changes ? headers.getFirst(TOKEN_HEADER) : tokenOf(exchange))
                ? Optional.empty()
                : Optional.of("The address lacks the token. Open the address that the program printed.");
    }

    private static boolean only(Headers headers, String name, String value) {
        return List.of(value).equals(headers.get(name));
    }

    private static @Nullable String tokenOf(HttpExchange exchange) {
        String header = exchange.getRequestHeaders().getFirst(TOKEN_HEADER);
        String query = exchange.getRequestURI().getRawQuery();
        if (header != null || query == null) {
            return header;
        }
        return Arrays.stream(query.split("&"))
                .filter(part -> part.startsWith("token="))
                .map(part -> part.substring("token=".length()))
                .findFirst()
                .orElse(null);
    }

    private boolean knowsToken(@Nullable String shown) {
        return shown != null
                && MessageDigest.isEqual(
                        token.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    /** What every answer of the server says about itself, refusals included. */
    static void describe(Headers headers) {
        headers.set(
                "Content-Security-Policy",
                "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self';"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
                        + " require-trusted-types-for 'script'; trusted-types 'none'");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=()");
        headers.set("Cache-Control", "no-store");
    }
}
