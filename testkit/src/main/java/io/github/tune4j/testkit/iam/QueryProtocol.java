package io.github.tune4j.testkit.iam;

import io.github.tune4j.testkit.rest.Shape;
import io.github.tune4j.testkit.wire.Call;
import io.github.tune4j.testkit.wire.Operation;
import io.github.tune4j.testkit.wire.Reply;
import io.github.tune4j.testkit.wire.Service;
import io.github.tune4j.testkit.wire.ServiceError;
import io.github.tune4j.testkit.wire.XmlWriter;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** The query protocol: forms in, XML out. */
final class QueryProtocol implements Service {
    /** What the recorder keeps: names, no documents. */
    private static final List<String> RECORDED =
            List.of("RoleName", "PolicyName", "PolicyArn", "PolicySourceArn", "Path", "PathPrefix");

    /** What no document may have, not even written as a reference: a client could not read the answer. */
    private static final Pattern NO_XML = Pattern.compile("[\\x00-\\x08\\x0B\\x0C\\x0E-\\x1F\\uFFFE\\uFFFF]");

    private final String service;
    private final String namespace;
    private final String version;
    private final Map<String, Shape.Structure> table;
    private final Map<String, Handler> handlers;

    /** A service; what is not in the table takes anything. */
    QueryProtocol(
            String service,
            String namespace,
            String version,
            Map<String, Shape.Structure> table,
            Map<String, Handler> handlers) {
        this.service = service;
        this.namespace = namespace;
        this.version = version;
        this.table = table;
        this.handlers = handlers;
    }

    @Override
    public boolean serves(Call call) {
        return call.scope().service().equals(service);
    }

    @Override
    public Operation operation(Call call) throws ServiceError, IOException {
        QueryRequest request = QueryRequest.of(call);
        String name = request.get("Action")
                .orElseThrow(() -> new ServiceError(400, "MissingAction", "The request names no action."));
        Handler handler = handlers.get(name);
        if (handler == null) {
            throw new ServiceError(
                    400,
                    "InvalidAction",
                    "Could not find operation " + name.replaceAll("[^A-Za-z0-9]", "?") + " for version " + version
                            + ": the local AWS does not have it.");
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        RECORDED.forEach(parameter -> request.get(parameter).ifPresent(value -> parameters.put(parameter, value)));
        return new Operation(name, parameters, () -> {
            request.check(table.getOrDefault(name, Shape.structure()));
            Consumer<XmlWriter> result = handler.handle(request);
            byte[] body = XmlWriter.document(name + "Response", namespace, xml -> xml.element(name + "Result", result));
            return Reply.of(200, "text/xml", body);
        });
    }

    @Override
    public Reply error(Call call, ServiceError error, String requestId) {
        byte[] body = XmlWriter.document(
                "ErrorResponse",
                namespace,
                xml -> xml.element(
                                "Error",
                                e -> e.text("Type", error.status() < 500 ? "Sender" : "Receiver")
                                        .text("Code", error.code())
                                        .text(
                                                "Message",
                                                NO_XML.matcher(error.getMessage())
                                                        .replaceAll("?")))
                        .text("RequestId", requestId));
        return Reply.of(error.status(), "text/xml", body);
    }

    /** Carries one operation out and hands over what writes its result. */
    @FunctionalInterface
    interface Handler {
        Consumer<XmlWriter> handle(QueryRequest request) throws ServiceError;
    }
}
