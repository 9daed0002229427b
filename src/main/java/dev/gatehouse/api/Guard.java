package dev.gatehouse.api;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Keeps pages of other sites from using an attendant's browser against the booth. No CORS header is
 * ever sent: a page of another origin must not read the history, still less open a barrier. As
 * bodies are taken whatever their Content-Type, a plain form could post one without asking first;
 * so whatever changes something is refused when it carries another origin. Cameras and curl send
 * none and are not asked.
 */
final class Guard {
    /** Sent with every answer: it is data, of this moment, and no page. */
    static final Map<String, String> HEADERS =
            Map.of(
                    "Cache-Control", "no-store",
                    "X-Content-Type-Options", "nosniff",
                    "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
                    "Cross-Origin-Resource-Policy", "same-origin",
                    "Referrer-Policy", "no-referrer");

    private static final String SCHEME = "http://";

    private Guard() {}

    /**
     * @param ownHost the address of the ports as configured
     * @throws Problem 403 when another site's page sent it
     */
    static void check(Context ctx, String ownHost) {
        HEADERS.forEach(ctx::header);
        checkHost(ctx, ownHost);
        HandlerType method = ctx.method();
        if (method.equals(HandlerType.GET) || method.equals(HandlerType.HEAD)) {
            return;
        }
        checkOrigin(ctx, ownHost);
    }

    /**
     * The same for a WebSocket: no browser asks before it opens one to another site, so the origin
     * is checked although nothing is changed. No page at all joins the mesh, which knows peers by
     * their words alone.
     *
     * @throws Problem 403 when another site's page wants it
     */
    static void checkUpgrade(Context ctx, String ownHost) {
        checkHost(ctx, ownHost);
        checkOrigin(ctx, ownHost);
        if (ctx.path().equals("/ws/p2p") && ctx.header("Origin") != null) {
            throw new Problem(403, "FOREIGN_ORIGIN", "no pages here");
        }
    }

    private static void checkHost(Context ctx, String ownHost) {
        if (!isNoPublicName(ctx.host(), ownHost)) {
            throw new Problem(
                    403,
                    "FOREIGN_HOST",
                    "asked for as "
                            + Problem.shown(String.valueOf(ctx.host()))
                            + "; expected an address, a name without dots, or "
                            + ownHost);
        }
    }

    private static void checkOrigin(Context ctx, String ownHost) {
        List<String> origins = Collections.list(ctx.req().getHeaders("Origin"));
        @Nullable String site = ctx.header("Sec-Fetch-Site");
        boolean foreignSite = site != null && !site.equals("same-origin") && !site.equals("none");
        if (foreignSite || !origins.stream().allMatch(o -> isOwn(o, ctx.host(), ownHost))) {
            throw new Problem(
                    403,
                    "FOREIGN_ORIGIN",
                    "a page of another site ("
                            + Problem.shown(String.join(", ", origins))
                            + ") may not change anything here");
        }
    }

    /** Whether a page of that origin came from here: it names what the request was sent to. */
    static boolean isOwn(String origin, @Nullable String host, String ownHost) {
        return host != null
                && origin.equalsIgnoreCase(SCHEME + host)
                && isNoPublicName(host, ownHost);
    }

    /**
     * Whether what the request was sent to is an address, a name of this network, or the configured
     * one. Anybody can point a public name at this PC, and his page would then read what it likes
     * as one of ours (DNS rebinding). No Host at all is no browser.
     */
    static boolean isNoPublicName(@Nullable String host, String ownHost) {
        if (host == null || host.isEmpty()) {
            return true;
        }
        String name = withoutPort(host).toLowerCase(Locale.ROOT);
        boolean literal = name.startsWith("[") || name.matches("[0-9.]+");
        return literal || !name.contains(".") || name.equals(ownHost.toLowerCase(Locale.ROOT));
    }

    private static String withoutPort(String host) {
        int colon = host.lastIndexOf(':');
        return colon > host.lastIndexOf(']') ? host.substring(0, colon) : host;
    }
}
