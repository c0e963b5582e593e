package io.github.tune4j.testkit.wire;

import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Words what is refused before a call can be made of it, such as a request line that is no HTTP. */
final class PlainErrors implements Request.Handler {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        // An unknown version of HTTP is a 505 by the book, but nothing that a client should try again.
        if (request.getAttribute(ErrorHandler.ERROR_EXCEPTION) instanceof HttpException) {
            response.setStatus(
                    HttpStatus.isClientError(response.getStatus()) ? response.getStatus() : HttpStatus.BAD_REQUEST_400);
        }
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(
                response,
                true,
                "{\"message\":\"The request is no well-formed HTTP request (" + response.getStatus() + ")\"}",
                callback);
        return true;
    }
}
