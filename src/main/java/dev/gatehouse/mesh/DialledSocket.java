package dev.gatehouse.mesh;

import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Map;

/** One attempt to reach one peer, and the link that comes of it. */
final class DialledSocket extends WebSocketClient {
    /** Longer than a LAN ever takes; a host that is off would else hold the attempt for minutes. */
    private static final int CONNECT_TIMEOUT_MS = 4_000;

    private final PeerAddress peer;
    private final Sockets sockets;
    private final Runnable ended;

    /**
     * @param ended called once, when the attempt failed or the link is gone
     */
    DialledSocket(PeerAddress peer, Sockets sockets, Runnable ended) {
        super(uri(peer), PeerServer.draft(), Map.of(), CONNECT_TIMEOUT_MS);
        this.peer = peer;
        this.sockets = sockets;
        this.ended = ended;
        setTcpNoDelay(true);
        setDaemon(true);
        setConnectionLostTimeout(Sockets.PING_SECONDS);
    }

    private static URI uri(PeerAddress peer) {
        String host = peer.host().indexOf(':') >= 0 ? "[" + peer.host() + "]" : peer.host();
        return URI.create("ws://" + host + ":" + peer.port() + "/");
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        sockets.opened(getConnection(), peer, this::cut);
    }

    /** The library's own way waits for the peer to read what was written before. */
    private void cut() {
        try {
            getSocket().close();
        } catch (IOException e) {
            sockets.failed(getConnection(), e);
        }
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
    public void onMessage(String text) {
        sockets.message(getConnection(), text, text.length());
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        sockets.message(getConnection(), copy, copy.length);
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        sockets.closed(getConnection(), code, reason);
        ended.run();
    }

    @Override
    public void onError(Exception e) {
        sockets.failed(getConnection(), e);
    }
}
