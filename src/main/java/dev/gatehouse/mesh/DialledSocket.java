package dev.gatehouse.mesh;

import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;

/** One attempt to reach one peer, and the link that comes of it. */
final class DialledSocket extends WebSocketClient {
    /** Longer than a LAN ever takes; a host that is off would else hold the attempt for minutes. */
    private static final int CONNECT_TIMEOUT_MS = 4_000;

    private final PeerAddress peer;
    private final Transport.Events events;
    private final Runnable ended;

    /**
     * @param ended called once, when the attempt failed or the link is gone
     */
    DialledSocket(PeerAddress peer, PeerAddress.Way way, Transport.Events events, Runnable ended) {
        super(uri(way), new PeerDraft(), Map.of(), CONNECT_TIMEOUT_MS);
        this.peer = peer;
        this.events = events;
        this.ended = ended;
        setTcpNoDelay(true);
        setDaemon(true);
        setConnectionLostTimeout(WebSockets.PING_SECONDS);
    }

    private static URI uri(PeerAddress.Way way) {
        String host = way.host().indexOf(':') >= 0 ? "[" + way.host() + "]" : way.host();
        return URI.create("ws://" + host + ":" + way.port() + way.path());
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        events.opened(new WebSockets.Wired(getConnection(), this::cut), peer);
    }

    /** The library's own way waits for the peer to read what was written before. */
    void cut() {
        try {
            getSocket().close();
        } catch (IOException e) {
            onError(e);
        }
    }

    @Override
    public void onWebsocketPing(WebSocket socket, Framedata ping) {
        WebSockets.pong(socket, ping, events, p -> super.onWebsocketPing(socket, p));
    }

    @Override
    public void onMessage(String text) {
        Transport.@Nullable Connection connection = WebSockets.of(getConnection());
        if (connection != null) {
            events.message(connection, text, text.length());
        }
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
        Transport.@Nullable Connection connection = WebSockets.of(getConnection());
        if (connection != null) {
            byte[] copy = WebSockets.copy(bytes);
            events.message(connection, copy, copy.length);
        }
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        Transport.@Nullable Connection connection = WebSockets.of(getConnection());
        if (connection != null) {
            events.closed(connection, code, reason);
        }
        ended.run();
    }

    @Override
    public void onError(Exception e) {
        Transport.@Nullable Connection connection = WebSockets.of(getConnection());
        if (connection != null) { // an attempt that failed is told by its end
            events.failed(connection, e);
        }
    }
}
