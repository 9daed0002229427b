package dev.gatehouse.mesh;

import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketAdapter;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.DefaultWebSocketServerFactory;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The P2P port. Any path is served. */
final class PeerServer extends WebSocketServer implements Transport.Listening {
    /** Threads that decode what comes in; a slow one delays only the links that share it. */
    private static final int DECODERS = 2;

    /** Callers at once that have not said yet that they are one: fifty booths after a blackout. */
    private static final int CALLERS = 64;

    /** A caller says within a round trip what it wants. */
    private static final long OPEN_WITHIN_MS = 5_000;

    /** One that cannot be one is left for so long, for a last word to reach it. */
    private static final long ANSWER_MS = 200;

    private final Transport.Events events;

    /** Those whose handshake has not come yet. */
    private final Set<WebSocket> callers = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<Void> started = new CompletableFuture<>();

    PeerServer(InetSocketAddress address, Transport.Events events) {
        super(address, DECODERS, List.of(new PeerDraft()));
        this.events = events;
        setReuseAddr(true);
        setTcpNoDelay(true);
        setDaemon(true);
        setConnectionLostTimeout(WebSockets.PING_SECONDS);
        setWebSocketFactory(
                new DefaultWebSocketServerFactory() {
                    @Override
                    public WebSocketImpl createWebSocket(
                            WebSocketAdapter adapter, List<Draft> drafts) {
                        return called(super.createWebSocket(adapter, drafts));
                    }
                });
    }

    /** The library's own way to turn a caller away would end the port with it. */
    private WebSocketImpl called(WebSocketImpl socket) {
        long withinMs = callers.size() < CALLERS ? OPEN_WITHIN_MS : ANSWER_MS;
        callers.add(socket);
        cutAfter(withinMs, socket);
        return socket;
    }

    private void cutAfter(long ms, WebSocket caller) {
        CompletableFuture.delayedExecutor(ms, TimeUnit.MILLISECONDS)
                .execute(
                        () -> {
                            if (callers.remove(caller)) {
                                cut(caller);
                            }
                        });
    }

    /** Who is refused before it is open is answered, and would then be kept until it goes. */
    @Override
    public void onClosing(WebSocket socket, int code, String reason, boolean remote) {
        if (callers.contains(socket)) {
            cutAfter(ANSWER_MS, socket);
        }
    }

    private static void cut(WebSocket socket) {
        if (socket instanceof WebSocketImpl impl) {
            impl.closeConnection(CloseFrame.ABNORMAL_CLOSE, "cut");
        }
    }

    /**
     * Starts and waits until the port is bound.
     *
     * @throws IOException when it is not
     */
    void bind() throws IOException {
        probe();
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

    /**
     * A port that is taken is tried again and again; the library would log a stack trace each time.
     */
    private void probe() throws IOException {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(isReuseAddr());
            socket.bind(getAddress());
        }
    }

    @Override
    public int port() {
        return getPort();
    }

    @Override
    public void halt() {
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
        callers.remove(socket);
        events.opened(new WebSockets.Wired(socket, () -> cut(socket)), null);
    }

    @Override
    public void onWebsocketPing(WebSocket socket, Framedata ping) {
        WebSockets.pong(socket, ping, events, p -> super.onWebsocketPing(socket, p));
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        Transport.@Nullable Connection connection = WebSockets.of(socket);
        if (connection != null) {
            events.message(connection, text, text.length());
        }
    }

    @Override
    public void onMessage(WebSocket socket, ByteBuffer bytes) {
        Transport.@Nullable Connection connection = WebSockets.of(socket);
        if (connection != null) {
            byte[] copy = WebSockets.copy(bytes);
            events.message(connection, copy, copy.length);
        }
    }

    @Override
    public void onClose(WebSocket socket, int code, String reason, boolean remote) {
        callers.remove(socket);
        Transport.@Nullable Connection connection = WebSockets.of(socket);
        if (connection != null) {
            events.closed(connection, code, reason);
        }
    }

    @Override
    public void onError(@Nullable WebSocket socket, Exception e) {
        if (started.completeExceptionally(e)) {
            return;
        }
        Transport.@Nullable Connection connection = WebSockets.of(socket);
        if (socket == null || connection != null) { // one not yet open is nobody's loss
            events.failed(connection, e);
        }
    }
}
