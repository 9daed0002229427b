package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamId;

import org.java_websocket.WebSocket;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.jspecify.annotations.Nullable;

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

    /** Bytes that may wait in the socket before what can be fetched again is dropped. */
    private static final long OUTBOX_BYTES = 1024 * 1024;

    /** Frames received and not yet looked at; a peer's whole outbox fits several times. */
    private static final int INBOX_FRAMES = 8_192;

    /** Bytes received and not yet looked at, likewise. */
    private static final long INBOX_BYTES = 8 * 1024 * 1024;

    /**
     * Frames within a minute that no honest node sends before the link is closed: one is a bug, and
     * so many are an attack or a broken version.
     */
    private static final int OFFENCES_A_MINUTE = 20;

    private final long number;
    private final WebSocket socket;
    private final @Nullable PeerAddress dialled;
    private final InstantSource clock;
    private final Runnable cut;
    private final Owner owner;
    private final AtomicLong sent;
    private final Instant openedAt;

    private final Queue<Object> inbox = new ArrayDeque<>();
    private long inboxBytes;
    private boolean closed;
    private int offences;
    private Instant offencesSince;

    private volatile @Nullable Identity identity;
    private volatile Instant lastHeard;

    /**
     * Who is at the other end.
     *
     * @param node the stream that it writes now: another process has another one
     */
    public record Identity(CentralId central, StreamId node) {}

    /** Who decides what becomes of a link. Any thread. */
    interface Owner {
        void complain(Link link, String what);

        void refuse(Link link, String reason);
    }

    Link(
            long number,
            WebSocket socket,
            @Nullable PeerAddress dialled,
            Runnable cut,
            InstantSource clock,
            AtomicLong sent,
            Owner owner) {
        this.number = number;
        this.socket = socket;
        this.dialled = dialled;
        this.clock = clock;
        this.cut = cut;
        this.owner = owner;
        this.sent = sent;
        this.openedAt = clock.instant();
        this.lastHeard = openedAt;
        this.offencesSince = openedAt;
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
        return hasRoom() && transmit(text, null);
    }

    /** As {@link #send(String)}, for a binary frame. */
    public boolean send(byte[] bytes) {
        return hasRoom() && transmit(null, bytes);
    }

    private boolean hasRoom() {
        if (Sockets.isChoked(socket)) {
            refuse("too slow: over " + Sockets.OUTBOX_HARD_BYTES + " bytes wait for it to read");
            return false;
        }
        return true;
    }

    /** Whether the peer reads slower than it is written to; what can wait should. */
    public boolean isBusy() {
        return waitingBytes() > OUTBOX_BYTES;
    }

    /** Bytes that wait for the peer to read them. */
    public long waitingBytes() {
        return Sockets.waitingBytes(socket);
    }

    /**
     * Sends a frame that the peer can fetch again, unless too much waits already.
     *
     * @return whether it was taken
     */
    public boolean offer(String text) {
        if (Sockets.waitingFrames(socket) >= Sockets.OUTBOX_FRAMES || isBusy()) {
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

    /** Warns about the peer; so many lines a minute and no more. */
    public void complain(String what) {
        owner.complain(this, what);
    }

    /** Reports a frame that no honest node sends; a link with too many of them is closed. */
    public void offend(String what) {
        complain(this + " sent " + what);
        if (tooManyOffences()) {
            refuse("too many frames that cannot be used, the last: " + what);
        }
    }

    private synchronized boolean tooManyOffences() {
        Instant now = clock.instant();
        if (now.isAfter(offencesSince.plusSeconds(60))) {
            offencesSince = now;
            offences = 0;
        }
        return ++offences > OFFENCES_A_MINUTE;
    }

    /** Closes the link for a reason that people should see. */
    public void refuse(String reason) {
        owner.refuse(this, reason);
    }

    WebSocket socket() {
        return socket;
    }

    /** Ends the connection at once, whatever still waits to be sent. */
    void cut() {
        cut.run();
    }

    /** Closes the link; the reason is cut to the 123 bytes that a close frame carries. */
    void close(int code, String reason) {
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
        if (closed) {
            return true;
        }
        if (inbox.size() >= INBOX_FRAMES || inboxBytes + bytes > INBOX_BYTES) {
            return false;
        }
        lastHeard = clock.instant();
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

    /**
     * @param drop whether what came and was not yet looked at is thrown away
     */
    synchronized void markClosed(boolean drop) {
        closed = true;
        if (drop) {
            inbox.clear();
            inboxBytes = 0;
        }
        notifyAll();
    }

    @Override
    public String toString() {
        Identity who = identity;
        return "link " + number + (who == null ? "" : " to " + who.central());
    }
}
