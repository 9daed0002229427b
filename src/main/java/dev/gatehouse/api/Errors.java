package dev.gatehouse.api;

import dev.gatehouse.api.Problem.ErrorJson;
import dev.gatehouse.port.StoreUnreadableException;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;

import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;

/** Gives every error of a request the same JSON body and the right status. */
final class Errors {
    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private Errors() {}

    static void install(JavalinConfig config, Jackson3Mapper json) {
        config.routes.exception(Problem.class, (e, ctx) -> answer(ctx, e));
        config.routes.exception(
                StoreUnreadableException.class,
                (e, ctx) -> {
                    LOG.warn("{} {}: {}", ctx.method(), ctx.path(), e.getMessage());
                    answer(ctx, new Problem(503, "STORE_UNREADABLE", "" + e.getMessage()));
                });
        config.routes.exception(
                HttpResponseException.class, (e, ctx) -> answer(ctx, ofJavalin(ctx, e)));
        config.routes.exception(
                Exception.class,
                (e, ctx) -> answer(ctx, unforeseen(ctx.method() + " " + ctx.path(), e)));
        config.router.javaLangErrorHandler((response, e) -> answer(response, json, e));
    }

    /** Javalin gives errors of the virtual machine no context, only the bare response. */
    private static void answer(HttpServletResponse response, Jackson3Mapper json, Error error) {
        String body = json.toJsonString(unforeseen("a request", error).json(), ErrorJson.class);
        response.setStatus(500);
        response.setContentType("application/json");
        try {
            response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            LOG.debug("the client did not wait for its error", e);
        }
    }

    /** Javalin's own refusals: no such path, or not that way. */
    private static Problem ofJavalin(Context ctx, HttpResponseException e) {
        // HEAD has the length of what GET is told
        HandlerType method = ctx.method().equals(HandlerType.HEAD) ? HandlerType.GET : ctx.method();
        String asked = method + " " + Problem.shown(ctx.path());
        return switch (e.getStatus()) {
            case 404 -> new Problem(404, "NOT_FOUND", "no such path: " + asked);
            case 405 -> {
                String allowed = e.getDetails().getOrDefault("availableMethods", "");
                ctx.header("Allow", allowed);
                yield new Problem(
                        405, "METHOD_NOT_ALLOWED", "not " + asked + ", but " + allowed + " only");
            }
            default -> new Problem(e.getStatus(), "HTTP_" + e.getStatus(), "" + e.getMessage());
        };
    }

    /** The cause goes to the log under a short code, and only the code goes out. */
    private static Problem unforeseen(String asked, Throwable cause) {
        String code =
                "E-"
                        + Integer.toString(
                                        ThreadLocalRandom.current().nextInt(36 * 36 * 36 * 36), 36)
                                .toUpperCase(Locale.ROOT);
        LOG.error("{}: {} failed", code, asked, cause);
        return new Problem(
                500, code, "something unforeseen went wrong; the log has it under " + code);
    }

    private static void answer(Context ctx, Problem problem) {
        ErrorJson body = problem.json();
        int status = problem.status();
        if (status == 413 || status == 408 || status == 411) {
            // the rest of the body may still be on its way and must not be read as a request
            ctx.header("Connection", "close");
        }
        ctx.status(problem.status()).json(body);
    }
}
