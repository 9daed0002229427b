package dev.gatehouse.mesh;

import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.protocols.Protocol;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The P2P port. Any path is served. */
final class PeerServer extends WebSocketServer {
    /** Threads that decode what comes in; a slow one delays only the links that share it. */
    private static final int DECODERS = 2;

    private final Sockets sockets;
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    /**
     * The drafts of one side: no extension, since the frame limit does not see the size once
     * inflated, and a limit on a frame, which is 2 GiB by default.
     */
    static Draft_6455 draft() {
        return new Draft_6455(
                Collections.emptyList(),
                Collections.singletonList(new Protocol("")),
                FrameCodec.MAX_FRAME);
    }

    PeerServer(InetSocketAddress address, Sockets sockets) {
        super(address, DECODERS, List.of(draft()));
        this.sockets = sockets;
        setReuseAddr(true);
        setTcpNoDelay(true);
        setDaemon(true);
        setConnectionLostTimeout(Sockets.PING_SECONDS);
    }

    /**
     * Starts and waits until the port is bound.
     *
     * @throws IOException when it is not
     */
    void bind() throws IOException {
        start();
        try {
            started.get(5, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(String.valueOf(cause.getMessage()), cause);
        } catch (TimeoutException e) {
            halt();
            throw new IOException("not bound after 5 s", e);
        } catch (InterruptedException e) {
            halt();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Ends it within a second, whatever the peers do. */
    void halt() {
        try {
            stop(1_000, "going away");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onStart() {
        started.complete(null);
    }

    /**
     * A browser names the page that dials, and no booth does: a page in an attendant's browser must
     * not join the mesh, which knows peers by their words alone.
     */
    @Override
    public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
            WebSocket socket, Draft draft, ClientHandshake request) throws InvalidDataException {
        if (!request.getFieldValue("Origin").isEmpty()) {
            throw new InvalidDataException(CloseFrame.REFUSE, "no pages here");
        }
        return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
    }

    @Override
    public void onOpen(WebSocket socket, ClientHandshake handshake) {
        sockets.opened(
                socket,
                null,
                () -> {
                    if (socket instanceof WebSocketImpl impl) {
                        impl.closeConnection(CloseFrame.ABNORMAL_CLOSE, "cut");
                    }
                });
    }

    /** The library answers each ping, and would pile up pongs for one who does not read them. */
    @Override
    public void onWebsocketPing(WebSocket socket, Framedata ping) {
        if (Sockets.waitingFrames(socket) < Sockets.OUTBOX_FRAMES) {
            try {
                super.onWebsocketPing(socket, ping);
            } catch (WebsocketNotConnectedException closing) {
                sockets.failed(socket, closing);
            }
        }
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        sockets.message(socket, text, text.length());
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        sockets.message(socket, copy, copy.length);
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        sockets.closed(socket, code, reason);
    }

    @Override
    public void onError(@Nullable WebSocket socket, Exception e) {
        if (!started.completeExceptionally(e)) {
            sockets.failed(socket, e);
        }
    }
}
