package dev.gatehouse.api;

import dev.gatehouse.port.LinkPort;
import dev.gatehouse.port.NodePort;

import io.javalin.config.RoutesConfig;
import io.javalin.websocket.WsConfig;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The second way into the mesh: what comes here goes where the P2P port's callers go. */
final class LinkRoute implements AutoCloseable {
    /** Bytes of the largest frame that the mesh takes. */
    private static final long MAX_FRAME = 1024 * 1024;

    /** The mesh gives a silent link up long before; this is for one that it never came to know. */
    private static final Duration IDLE = Duration.ofSeconds(120);

    private static final int GOING_AWAY = 1001;
    private static final int ABNORMAL = 1006;

    private final NodePort node;
    private final Map<String, Open> callers = new ConcurrentHashMap<>();

    private record Open(LinkPort.Caller caller, Outlet wire) {}

    LinkRoute(NodePort node) {
        this.node = node;
    }

    void install(RoutesConfig routes) {
        routes.ws("/ws/p2p", this::serve);
    }

    private void serve(WsConfig ws) {
        ws.onConnect(
                ctx -> {
                    ctx.session.setIdleTimeout(IDLE);
                    ctx.session.setMaxFrameSize(MAX_FRAME);
                    ctx.session.setMaxTextMessageSize(MAX_FRAME);
                    ctx.session.setMaxBinaryMessageSize(MAX_FRAME);
                    var wire = new Outlet(ctx.session);
                    callers.put(ctx.sessionId(), new Open(node.links().opened(wire), wire));
                });
        ws.onMessage(
                ctx -> {
                    Open open = callers.get(ctx.sessionId());
                    if (open != null) {
                        open.caller().message(ctx.message());
                    }
                });
        ws.onBinaryMessage(
                ctx -> {
                    Open open = callers.get(ctx.sessionId());
                    if (open != null) {
                        byte[] bytes = new byte[ctx.data().remaining()];
                        ctx.data().get(bytes);
                        open.caller().message(bytes);
                    }
                });
        ws.onClose(ctx -> gone(ctx.sessionId(), ctx.status(), ctx.reason()));
        ws.onError(ctx -> gone(ctx.sessionId(), ABNORMAL, "" + ctx.error()));
    }

    private void gone(String session, int code, @Nullable String reason) {
        Open open = callers.remove(session);
        if (open != null) {
            open.caller().closed(code, reason == null ? "" : reason);
        }
    }

    @Override
    public void close() {
        callers.values().forEach(open -> open.wire().close(GOING_AWAY, "going away"));
    }
}
