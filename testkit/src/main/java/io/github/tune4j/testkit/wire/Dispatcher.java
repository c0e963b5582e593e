package io.github.tune4j.testkit.wire;

import io.github.tune4j.testkit.wire.Call.Scope;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a {@link Call} of each request, has its service answer it, and turns whatever goes wrong into that service's error. */
final class Dispatcher extends Handler.Abstract {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final int BUFFER = 64 * 1024;

    private final List<Service> services;
    private final Interceptor interceptor;
    private final Signatures signatures;

    Dispatcher(List<Service> services, Interceptor interceptor, Signatures signatures) {
        this.services = services;
        this.interceptor = interceptor;
        this.signatures = signatures;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        AtomicReference<HttpStream> stream = new AtomicReference<>();
        request.addHttpStreamWrapper(given -> {
            stream.set(given);
            return given;
        });
        String id = UUID.randomUUID().toString();
        try {
            InputStream body = new BufferedInputStream(Content.Source.asInputStream(request), BUFFER);
            Reply reply = answer(request, body, id);
            drain(body);
            send(request.getMethod(), reply, id, response);
            callback.succeeded();
        } catch (ConnectionDropped e) {
            stream.get().failed(e);
            callback.succeeded();
        } catch (IOException e) {
            LOG.debug("The client has gone away during {} {}", request.getMethod(), request.getHttpURI(), e);
            callback.failed(e);
        }
        return true;
    }

    private Reply answer(Request request, InputStream body, String id) throws IOException {
        Map<String, List<String>> headers = headers(request);
        Optional<? extends Signature> signature = Signature.of(Map.of(), headers);
        Call call = new Call(request.getMethod(), "/", Map.of(), headers, scope(signature), body);
        try {
            String path = Optional.ofNullable(request.getHttpURI().getPath()).orElse("/");
            Percent.decode(path);
            Map<String, List<String>> query = Percent.parameters(
                    Optional.ofNullable(request.getHttpURI().getQuery()).orElse(""));
            signature = Signature.of(query, headers);
            call = new Call(call.method(), path, query, headers, scope(signature), body);
        } catch (IllegalArgumentException e) {
            return error(call, serving(call), RequestProblem.BAD_URI.error(call.scope()), id);
        }
        Optional<Service> service = serving(call);
        if (service.isEmpty()) {
            return NoService.refuse(call);
        }
        return answer(call, signature, service.get(), id);
    }

    private Reply answer(Call call, Optional<? extends Signature> signature, Service service, String id)
            throws IOException {
        try {
            Call verified = call.withBody(signatures.verify(call, signature, service.signed()));
            return carryOut(verified, service, id);
        } catch (ServiceError e) {
            return service.error(call, e, id);
        } catch (UnreadableBody e) {
            return service.error(call, e.error(), id);
        } catch (RuntimeException e) {
            LOG.error("The local AWS failed to answer {} {}", call.method(), call.rawPath(), e);
            return service.error(call, RequestProblem.FAILURE.error(call.scope()), id);
        }
    }

    private Reply carryOut(Call call, Service service, String id) throws ServiceError, IOException {
        Operation operation = service.operation(call);
        int status = RequestProblem.FAILURE.error(call.scope()).status();
        try {
            Reply reply = interceptor.run(call, operation);
            status = reply.status();
            return reply;
        } catch (ServiceError e) {
            status = e.status();
            throw e;
        } catch (UnreadableBody e) {
            status = e.error().status();
            throw e;
        } catch (IOException e) {
            status = 0;
            throw e;
        } finally {
            interceptor.answered(call, operation, status);
        }
    }

    private Optional<Service> serving(Call call) {
        return services.stream().filter(service -> service.serves(call)).findFirst();
    }

    private static Reply error(Call call, Optional<Service> service, ServiceError error, String id) {
        return service.map(known -> known.error(call, error, id)).orElseGet(() -> NoService.refuse(call));
    }

    private static Scope scope(Optional<? extends Signature> signature) {
        return signature.map(Signature::scope).orElse(Scope.UNSIGNED);
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getName().toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(Optional.ofNullable(field.getValue()).orElse(""));
        }
        // HTTP/2 names the host in a pseudo-header, and clients sign it as if it were an ordinary one.
        headers.computeIfAbsent("host", name -> List.of(request.getHttpURI().getAuthority()));
        return headers;
    }

    /**
     * A client that is still sending would take a closed connection for a failure and never read the answer; one that
     * waits for permission may lose the error's body if it is not given any.
     */
    private static void drain(InputStream body) throws IOException {
        byte[] ignored = new byte[BUFFER];
        while (body.read(ignored) >= 0) {
            // Read to the end.
        }
    }

    private static void send(String method, Reply reply, String id, Response response) throws IOException {
        response.setStatus(reply.status());
        response.getHeaders().put("x-amzn-RequestId", id);
        reply.headers().forEach(response.getHeaders()::put);
        if (method.equals("HEAD")) {
            return;
        }
        // Closed only when all is written: closing tells the client that the answer is whole.
        OutputStream out = new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER);
        reply.body().writeTo(out);
        out.close();
    }
}
