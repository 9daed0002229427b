package dev.gatehouse.api;

import dev.gatehouse.api.Problem.ErrorJson;

import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * Answers what never becomes a request for Javalin, such as a header that is too long: the same
 * JSON in place of Jetty's page, which would say what it is and why it failed.
 */
final class JettyErrors extends ErrorHandler {
    private final Jackson3Mapper json;

    JettyErrors(Jackson3Mapper json) {
        this.json = json;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String name = HttpStatus.getMessage(status);
        var body =
                new ErrorJson(
                        false,
                        "the request cannot be taken: " + name.toLowerCase(Locale.ROOT),
                        name.toUpperCase(Locale.ROOT).replace(' ', '_'));
        Guard.HEADERS.forEach(response.getHeaders()::put);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        Content.Sink.write(response, true, json.toJsonString(body, ErrorJson.class), callback);
    }
}
