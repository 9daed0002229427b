package dev.gatehouse.mesh;

import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;

/** Where both kinds of socket report; called on the WebSocket library's threads. */
interface Sockets {
    /** Seconds between WebSocket pings; a dead link is noticed after one and a half of them. */
    int PING_SECONDS = 10;

    /** Bytes that may wait for a peer to read: four asks of two full pages each, twice. */
    long OUTBOX_HARD_BYTES = 4 * 1024 * 1024;

    /**
     * Frames that may wait before what can be fetched again is dropped, and pings are answered no
     * more.
     */
    int OUTBOX_FRAMES = 1_000;

    /**
     * @param dialled the peer that was dialled, null for one that came in
     * @param cut ends the connection without a word and without waiting
     */
    void opened(WebSocket socket, @Nullable PeerAddress dialled, Runnable cut);

    void message(WebSocket socket, Object textOrBytes, int bytes);

    void closed(WebSocket socket, int code, String reason);

    void failed(@Nullable WebSocket socket, Exception e);

    /** Bytes that wait for the peer to read them. */
    static long waitingBytes(WebSocket socket) {
        long bytes = 0;
        if (socket instanceof WebSocketImpl impl) {
            for (ByteBuffer waiting : impl.outQueue) {
                bytes += waiting.remaining();
            }
        }
        return bytes;
    }

    /** Whether more waits than may. */
    static boolean isChoked(WebSocket socket) {
        return waitingBytes(socket) > OUTBOX_HARD_BYTES;
    }

    /** Frames that wait for the peer to read them. */
    static int waitingFrames(WebSocket socket) {
        return socket instanceof WebSocketImpl impl ? impl.outQueue.size() : 0;
    }
}
