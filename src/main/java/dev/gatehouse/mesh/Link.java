package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One connection to one peer, whoever dialled it. Any thread may send; what comes is worked off in
 * order, by one worker at a time.
 */
public final class Link {
    /** Close code of the link that is one too many between two nodes. */
    public static final int CODE_DUPLICATE = 4001;

    /** Close code towards a peer that breaks a rule; the reason says which. */
    public static final int CODE_REFUSED = 4003;

    /** Close code towards a peer that somebody here has paused; the reason says until when. */
    public static final int CODE_PAUSED = 4005;

    /** Close code of a link on which nothing came for three heartbeats. */
    public static final int CODE_SILENT = 4004;

    /** Bytes that may wait in the socket before what can be fetched again is dropped. */
    private static final long OUTBOX_BYTES = 1024 * 1024;

    /** Bytes that may wait for a peer to read: four asks of two full pages each, twice. */
    private static final long OUTBOX_HARD_BYTES = 4 * 1024 * 1024;

    /** Frames that may wait before what can be fetched again is dropped. */
    static final int OUTBOX_FRAMES = 1_000;

    /** Frames received and not yet looked at; a peer's whole outbox fits several times. */
    private static final int INBOX_FRAMES = 8_192;

    /** Bytes received and not yet looked at, likewise. */
    private static final long INBOX_BYTES = 8 * 1024 * 1024;

    /** The same from an original: two of its largest frames. */
    private static final long INBOX_BYTES_OF_ORIGINAL = 2L * FrameCodec.MAX_FRAME_OF_ORIGINAL;

    /** In the inbox: so long nothing has come that says what the peer speaks. */
    static final Object QUIET = new Object();

    /**
     * Frames within a minute that no honest node sends before the link is closed: one is a bug, and
     * so many are an attack or a broken version.
     */
    private static final int OFFENCES_A_MINUTE = 20;

    private final long number;
    private final Transport.Connection connection;
    private final @Nullable PeerAddress dialled;
    private final String remote;
    private final InstantSource clock;
    private final Owner owner;
    private final AtomicLong sent;
    private final Executor workers;
    private final Instant openedAt;

    /** What came of what comes once. Its worker only. */
    final LastFrames last = new LastFrames();

    private final Queue<Object> inbox = new ArrayDeque<>();
    private long inboxBytes;
    private boolean working;
    private boolean begun;
    private boolean closed;
    private boolean ended;
    private int offences;
    private Instant offencesSince;

    private volatile @Nullable Identity identity;
    private volatile @Nullable CentralId original;
    private volatile Instant identifiedAt;
    private volatile Instant lastHeartbeat = Instant.EPOCH;
    private volatile Instant lastHeard;

    /**
     * Who is at the other end.
     *
     * @param node the stream that it writes now: another process has another one
     */
    public record Identity(CentralId central, StreamId node) {}

    /** Who decides what becomes of a link. Any thread. */
    interface Owner {
        /** Works off what came; one at a time for each link. */
        void work(Link link);

        void complain(Link link, String what);

        /** A frame came that no honest node sends. */
        void offended();

        void refuse(Link link, String reason);
    }

    Link(
            long number,
            Transport.Connection connection,
            @Nullable PeerAddress dialled,
            InstantSource clock,
            AtomicLong sent,
            Executor workers,
            Owner owner) {
        this.number = number;
        this.connection = connection;
        this.dialled = dialled;
        this.remote = connection.remote();
        this.clock = clock;
        this.owner = owner;
        this.sent = sent;
        this.workers = workers;
        this.openedAt = clock.instant();
        this.lastHeard = openedAt;
        this.offencesSince = openedAt;
        this.identifiedAt = openedAt;
    }

    /** The peer that was dialled; null for a link that came in. */
    public @Nullable PeerAddress dialled() {
        return dialled;
    }

    /** Where the peer was met: the address that was dialled, or that it came from. */
    public String address() {
        return dialled == null ? remote : dialled.host() + ":" + dialled.port();
    }

    /** Which central is there, as far as it has shown; null until then. */
    public @Nullable CentralId central() {
        Identity who = identity;
        return who == null ? original : who.central();
    }

    /** The original that is there; null where a node is, or where that is not known yet. */
    public @Nullable CentralId original() {
        return original;
    }

    /** It speaks as originals do, whose frames may be larger. */
    void foundOriginal(CentralId central) {
        connection.allow(FrameCodec.MAX_FRAME_OF_ORIGINAL);
        original = central;
    }

    /** Who is there; null until its first heartbeat, and where it is an original. */
    public @Nullable Identity identity() {
        return identity;
    }

    /** It has said who it is, or that it writes another stream now. */
    void identify(Identity who) {
        if (identity == null) {
            identifiedAt = clock.instant();
        }
        if (original != null) { // it was slow to say that it is none
            connection.allow(FrameCodec.MAX_FRAME);
            original = null;
        }
        identity = who;
    }

    /** When it first said who it is. */
    Instant identifiedAt() {
        return identifiedAt;
    }

    void heartbeatCame() {
        lastHeartbeat = clock.instant();
    }

    /** When its last heartbeat came; long ago where none has. */
    Instant lastHeartbeat() {
        return lastHeartbeat;
    }

    /** Whether it is older than the other. */
    boolean isOlderThan(Link other) {
        return number < other.number;
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
        return hasRoom() && counted(connection.send(text));
    }

    /** As {@link #send(String)}, for a binary frame. */
    public boolean send(byte[] bytes) {
        return hasRoom() && counted(connection.send(bytes));
    }

    private boolean hasRoom() {
        if (waitingBytes() > OUTBOX_HARD_BYTES) {
            refuse("too slow: over " + OUTBOX_HARD_BYTES + " bytes wait for it to read");
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
        return connection.waitingBytes();
    }

    /**
     * Sends a frame that the peer can fetch again, unless too much waits already.
     *
     * @return whether it was taken
     */
    public boolean offer(String text) {
        if (connection.waitingFrames() >= OUTBOX_FRAMES || isBusy()) {
            return false;
        }
        return counted(connection.send(text));
    }

    private boolean counted(boolean taken) {
        if (taken) {
            sent.incrementAndGet();
        }
        return taken;
    }

    /** Warns about the peer; so many lines a minute and no more. */
    public void complain(String what) {
        owner.complain(this, what);
    }

    /** Reports a frame that no honest node sends; a link with too many of them is closed. */
    public void offend(String what) {
        owner.offended();
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

    Transport.Connection connection() {
        return connection;
    }

    /** Ends the connection at once, whatever still waits to be sent. */
    void cut() {
        connection.cut();
    }

    /** Closes the link; the reason is cut to the 123 bytes that a close frame carries. */
    void close(int code, String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        connection.close(
                code,
                bytes.length <= 123 ? reason : reason.substring(0, Math.min(40, reason.length())));
    }

    /** Has a worker look at it for the first time. */
    synchronized void start() {
        wake();
    }

    private void wake() {
        if (!working && !ended) {
            working = true;
            workers.execute(() -> owner.work(this));
        }
    }

    /**
     * Takes a frame from the connection; never blocks.
     *
     * @return false when the peer sends faster than it is read, beyond all limits
     */
    synchronized boolean deliver(Object textOrBytes, int bytes) {
        if (closed) {
            return true;
        }
        long most = original == null ? INBOX_BYTES : INBOX_BYTES_OF_ORIGINAL;
        if (inbox.size() >= INBOX_FRAMES || inboxBytes + bytes > most) {
            return false;
        }
        lastHeard = clock.instant();
        inbox.add(textOrBytes);
        inboxBytes += bytes;
        wake();
        return true;
    }

    /** Has a worker look at it, since nothing came for long. */
    synchronized void quiet() {
        if (!closed) {
            inbox.add(QUIET);
            wake();
        }
    }

    /** Whether this is the first that a worker sees of it. */
    synchronized boolean begin() {
        boolean first = !begun;
        begun = true;
        return first;
    }

    /** The next frame as it came, text or bytes; null where none waits. */
    synchronized @Nullable Object take() {
        Object next = inbox.poll();
        if (next instanceof byte[] bytes) {
            inboxBytes -= bytes.length;
        } else if (next instanceof String text) {
            inboxBytes -= text.length();
        }
        return next;
    }

    /**
     * The worker has nothing more to do.
     *
     * @return whether the link is closed and all that came is worked off; told once
     */
    synchronized boolean rest() {
        working = false;
        if (!inbox.isEmpty()) {
            wake();
            return false;
        }
        boolean last = closed && !ended;
        ended |= closed;
        return last;
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
        wake();
    }

    /** By its number, so that links are gone through in one order in every run. */
    @Override
    public int hashCode() {
        return Long.hashCode(number);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public String toString() {
        CentralId who = central();
        return "link " + number + (who == null ? "" : " to " + who);
    }
}
