package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamId;

import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicLong;

/** One WebSocket to one peer, whoever dialled it. Any thread may send. */
public final class Link {
    /** Close code of the link that is one too many between two nodes. */
    public static final int CODE_DUPLICATE = 4001;

    /** Close code towards a peer that breaks a rule; the reason says which. */
    public static final int CODE_REFUSED = 4003;

    /** Close code of a link on which nothing came for three heartbeats. */
    public static final int CODE_SILENT = 4004;

    /** Frames that may wait in the socket before what can be fetched again is dropped. */
    private static final int OUTBOX_FRAMES = 1_000;

    /** Bytes that may wait, likewise. */
    private static final long OUTBOX_BYTES = 1024 * 1024;

    /** Bytes at which the peer is given up as too slow: four asks of two full pages each, twice. */
    private static final long OUTBOX_HARD_BYTES = 4 * 1024 * 1024;

    /** Frames received and not yet looked at; a peer's whole outbox fits several times. */
    private static final int INBOX_FRAMES = 8_192;

    /** Bytes received and not yet looked at, likewise. */
    private static final long INBOX_BYTES = 8 * 1024 * 1024;

    private final long number;
    private final WebSocket socket;
    private final @Nullable PeerAddress dialled;
    private final InstantSource wall;
    private final AtomicLong sent;
    private final Instant openedAt;

    private final Queue<Object> inbox = new ArrayDeque<>();
    private long inboxBytes;
    private boolean closed;

    private volatile @Nullable Identity identity;
    private volatile Instant lastHeard;

    /**
     * Who is at the other end.
     *
     * @param node the stream that it writes now: another process has another one
     */
    public record Identity(CentralId central, StreamId node) {}

    Link(
            long number,
            WebSocket socket,
            @Nullable PeerAddress dialled,
            InstantSource wall,
            AtomicLong sent) {
        this.number = number;
        this.socket = socket;
        this.dialled = dialled;
        this.wall = wall;
        this.sent = sent;
        this.openedAt = wall.instant();
        this.lastHeard = openedAt;
    }

    /** The peer that was dialled; null for a link that came in. */
    public @Nullable PeerAddress dialled() {
        return dialled;
    }

    /** Who is there; null until its first heartbeat. */
    public @Nullable Identity identity() {
        return identity;
    }

    void identify(Identity who) {
        identity = who;
    }

    public Instant openedAt() {
        return openedAt;
    }

    /** When the last frame came. */
    public Instant lastHeard() {
        return lastHeard;
    }

    /**
     * Sends a frame that the peer cannot fetch again. A peer that does not take even these is
     * closed.
     *
     * @return false when the link is closed
     */
    public boolean send(String text) {
        if (waitingBytes() > OUTBOX_HARD_BYTES) {
            close(CODE_REFUSED, "too slow: over " + OUTBOX_HARD_BYTES + " bytes wait");
            return false;
        }
        return transmit(text, null);
    }

    /** As {@link #send(String)}, for a binary frame. */
    public boolean send(byte[] bytes) {
        if (waitingBytes() > OUTBOX_HARD_BYTES) {
            close(CODE_REFUSED, "too slow: over " + OUTBOX_HARD_BYTES + " bytes wait");
            return false;
        }
        return transmit(null, bytes);
    }

    /**
     * Sends a frame that the peer can fetch again, unless too much waits already.
     *
     * @return whether it was taken
     */
    public boolean offer(String text) {
        if (waitingFrames() >= OUTBOX_FRAMES || waitingBytes() > OUTBOX_BYTES) {
            return false;
        }
        return transmit(text, null);
    }

    private boolean transmit(@Nullable String text, byte @Nullable [] bytes) {
        try {
            if (text != null) {
                socket.send(text);
            } else if (bytes != null) {
                socket.send(bytes);
            }
            sent.incrementAndGet();
            return true;
        } catch (WebsocketNotConnectedException closing) {
            return false;
        }
    }

    private int waitingFrames() {
        return socket instanceof WebSocketImpl impl ? impl.outQueue.size() : 0;
    }

    private long waitingBytes() {
        long bytes = 0;
        if (socket instanceof WebSocketImpl impl) {
            for (ByteBuffer waiting : impl.outQueue) {
                bytes += waiting.remaining();
            }
        }
        return bytes;
    }

    /** Closes the link; the reason is cut to the 123 bytes that a close frame carries. */
    public void close(int code, String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        socket.close(
                code,
                bytes.length <= 123 ? reason : reason.substring(0, Math.min(40, reason.length())));
    }

    /**
     * Takes a frame from the socket; never blocks.
     *
     * @return false when the peer sends faster than it is read, beyond all limits
     */
    synchronized boolean deliver(Object textOrBytes, int bytes) {
        if (inbox.size() >= INBOX_FRAMES || inboxBytes + bytes > INBOX_BYTES) {
            return false;
        }
        lastHeard = wall.instant();
        inbox.add(textOrBytes);
        inboxBytes += bytes;
        notifyAll();
        return true;
    }

    /** The next frame as it came, text or bytes; null once the link is closed and all is read. */
    synchronized @Nullable Object take() throws InterruptedException {
        while (inbox.isEmpty()) {
            if (closed) {
                return null;
            }
            wait();
        }
        Object next = inbox.remove();
        inboxBytes -= next instanceof byte[] bytes ? bytes.length : ((String) next).length();
        return next;
    }

    synchronized void markClosed() {
        closed = true;
        notifyAll();
    }

    @Override
    public String toString() {
        Identity who = identity;
        return "link " + number + (who == null ? "" : " to " + who.central());
    }
}
