package dev.gatehouse.sync;

import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What is known of a peer over one link, and what it was told. The sync thread only. */
final class Session {
    /**
     * Heartbeats whose sending is remembered: ten minutes of them, or half a minute of prompt ones.
     */
    private static final int SENT_KEPT = 128;

    /** Cancelled asks that are remembered: eight times as many as may be under way. */
    private static final int CANCELLED_KEPT = 64;

    /**
     * Streams that a peer may claim to hold beyond those that are held here, however many these
     * are: what ten booths with three starts a day make in six years. In memory they are some 20
     * MB.
     */
    static final int STREAMS = 65_536;

    final Link link;
    @Nullable PeerBook book;
    @Nullable StreamId node;

    /** What it understands beyond the first form of the dialect. */
    Set<String> caps = Set.of();

    // what it was told
    final Set<StreamId> changedSinceHeartbeat = new HashSet<>();
    final Set<StreamId> described = new HashSet<>();

    /** Streams with more loose events than one claim tells: the rest comes with the next ones. */
    final Set<StreamId> halfTold = new HashSet<>();

    /** Of those, with which interval the next claim begins. */
    private final Map<StreamId, Integer> toldTo = new HashMap<>();

    final Map<Long, Serving> serving = new HashMap<>();

    /** Asks that were cancelled and are not under way: the ask itself may be on its way yet. */
    final Set<Long> cancelledBefore =
            Collections.newSetFromMap(
                    new LinkedHashMap<>() {
                        private static final long serialVersionUID = 1L;

                        @Override
                        protected boolean removeEldestEntry(Map.Entry<Long, Boolean> eldest) {
                            return size() > CANCELLED_KEPT;
                        }
                    });

    final BitSet bucketsToTell = new BitSet();
    final Map<Long, Sent> sentHeartbeats =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1L;

                @Override
                protected boolean removeEldestEntry(Map.Entry<Long, Sent> eldest) {
                    return size() > SENT_KEPT;
                }
            };
    Instant nextHeartbeat = Instant.MIN;
    Instant nextNodes = Instant.MIN;
    @Nullable Instant promptAt;
    @Nullable Instant stateSentAt;

    // what it was asked for

    /** The ask for the present that is under way. Read by any thread. */
    volatile NowLane.@Nullable Ask now;

    boolean nowAsked;

    // what it claims to hold
    final HeadMap theirs = new HeadMap();

    /**
     * Claims not yet compared with what is held here, the longest waiting first, and since when.
     */
    final Map<StreamId, Instant> unproven = new LinkedHashMap<>();

    /** Of many such claims the streams begun last, as they were {@link #newestAt} then. */
    List<StreamId> newest = List.of();

    @Nullable Instant newestAt;

    /** Claims whose events are others than here, until one side changes. */
    final Set<StreamId> differing = new HashSet<>();

    /** Heads that came with their writer's signature, and are not held here that far yet. */
    final Map<StreamId, SignedHead> signed = new HashMap<>();

    /**
     * From where on a stream is asked for again, since what the peer holds differs before what is
     * missing here: further back each time, until the first event that differs is found.
     */
    final Map<StreamId, Long> askBackTo = new HashMap<>();

    /** Claims that the loose events held here do not fit, so that all is asked for. */
    final Map<StreamId, StreamHead> uncovered = new HashMap<>();

    /** Streams whose claims are being compared with loose events now. */
    final Set<StreamId> covering = new HashSet<>();

    /** Descriptors of streams of which nothing is held here yet. Any thread. */
    final Map<StreamId, StreamDescriptor> learnt = new ConcurrentHashMap<>();

    /** The stream that it last sent a live event of. */
    @Nullable StreamId liveStream;

    /** Pages of it that wait for the writer. */
    int pagesWaiting;

    long liveWaiting;
    long liveWaitingBytes;
    Messages.@Nullable Echo lastEcho;
    @Nullable Hash theirTop;
    long theirEvents;
    long theirHeartbeat;
    @Nullable Instant theirHeartbeatAt;

    /** A moment, by our clock, at which it had not yet been sent; null where that is unknown. */
    @Nullable Instant theirHeartbeatFrom;

    /** Whether that one claimed all that its sender had. */
    boolean theirHeartbeatWhole;

    /** It knows another booth by the name of this one. */
    boolean sharesOurName;

    /** The centrals that it is linked to, as it said last. */
    Set<CentralId> links = Set.of();

    @Nullable Instant stateCameAt;
    Instant hearForksFrom = Instant.MIN;
    boolean proofDue;
    Instant proofNotBefore = Instant.MIN;

    // what is proven
    long okd;
    @Nullable Instant okdAt;
    @Nullable Hash okdTop;
    long okdEvents;
    @Nullable Instant okdByThemSentAt;

    /** Since when it lacks what is held here. */
    final Lag lag = new Lag();

    @Nullable CatchUp catchUp;
    boolean reported;

    // hashes that it asked for

    /** Asks for hashes that are being answered. */
    int hashing;

    /** Asks for hashes since {@link #hashedSince}. */
    int hashed;

    Instant hashedSince = Instant.MIN;

    /** The ask for hashes that was given up last: its answer may still come; 0 for none. */
    long overdueHashes;

    // pictures that it asked for

    /** Asks for pieces of pictures that are being answered. */
    int picturing;

    /** Asks for pieces since {@link #picturedSince}. */
    int pictured;

    Instant picturedSince = Instant.MIN;

    /** One exchange as the log tells it. */
    static final class CatchUp {
        final boolean told;
        long events;
        long merged;
        long skipped;
        boolean ended;

        CatchUp(boolean told) {
            this.told = told;
        }
    }

    /**
     * A heartbeat that was sent.
     *
     * @param whole whether it claimed all that was on disk then: only that proves a moment
     */
    record Sent(Instant at, boolean whole) {}

    /** An ask of theirs that is being answered. */
    static final class Serving {
        final long ask;
        final PageServer.Pager pager;

        /** The number of the last page that was made for it. */
        int pageNo;

        /** The number of the last page that may be. */
        int granted;

        boolean reading;
        boolean cancelled;

        Serving(long ask, int credit, PageServer.Pager pager) {
            this.ask = ask;
            this.granted = credit;
            this.pager = pager;
        }
    }

    Session(Link link) {
        this.link = link;
    }

    boolean identified() {
        return book != null;
    }

    /**
     * Takes a claim, in the place of the one before; it is unproven until compared. It may be less
     * than that: the peer has given a version of the stream up.
     */
    void claim(StreamHead head, Holdings mine, Instant now) {
        StreamId stream = head.stream();
        StreamHead before = theirs.get(stream);
        if (before == null
                && theirs.streams() >= STREAMS
                && theirs.streams() - mine.summary().streams() >= STREAMS) {
            link.refuse("it claims to hold over " + STREAMS + " streams that are not held here");
        } else if (!head.equals(before)) {
            theirs.put(head);
            differing.remove(stream);
            if (head.isEmpty()) {
                unproven.remove(stream);
                signed.remove(stream);
            } else {
                unproven.putIfAbsent(stream, now);
            }
        }
    }

    /**
     * What is told it of a stream now: of many loose events the next ones, until it is known to
     * hold the same.
     */
    StreamHead claimOf(StreamHead head) {
        StreamId stream = head.stream();
        StreamHead there = theirs.get(stream);
        if (head.loose().size() <= StreamHead.CLAIMED) {
            toldTo.remove(stream);
            return head;
        }
        int first = toldTo.getOrDefault(stream, 0);
        boolean last = first + StreamHead.CLAIMED >= head.loose().size();
        toldTo.put(stream, last ? 0 : first + StreamHead.CLAIMED);
        if (there == null || !head.holdsAsMuchAs(there)) {
            halfTold.add(stream);
        }
        return head.claim(first);
    }

    /** Takes what is known to be as here, because a hash over it is. */
    void claimEqual(Collection<StreamHead> heads) {
        for (StreamHead head : heads) {
            if (!head.equals(theirs.get(head.stream()))) {
                theirs.put(head);
            }
            unproven.remove(head.stream());
        }
    }

    /** Whether the map has everything that the peer held at its last heartbeat. */
    boolean mapComplete() {
        return theirTop != null && theirs.top().equals(theirTop);
    }

    /** Events that it holds and this node does not; null while its map is incomplete. */
    @Nullable Long weMiss(Holdings mine) {
        if (!mapComplete()) {
            return null;
        }
        long missing = 0;
        for (StreamId stream : unproven.keySet()) {
            missing += theirs.held(stream).minus(mine.held(stream)).count();
        }
        return missing;
    }

    /** Since when the first event is known that it holds and this node does not. */
    @Nullable Instant missingSince(Holdings mine) {
        for (Map.Entry<StreamId, Instant> claim : unproven.entrySet()) { // the oldest first
            StreamId stream = claim.getKey();
            if (!theirs.held(stream).minus(mine.held(stream)).isEmpty()) {
                return claim.getValue();
            }
        }
        return null;
    }

    /** Events held here that it does not hold; null while its map is incomplete. */
    @Nullable Long theyMiss(Holdings mine) {
        Long weMiss = weMiss(mine);
        // what both hold is all of theirs but what is missing here
        return weMiss == null ? null : mine.events() - (theirs.events() - weMiss);
    }

    /**
     * Since when the first event is held here that it does not hold, as far as is known.
     *
     * @param before as it was when the link before this one was lost
     */
    @Nullable Instant theyMissSince(Holdings mine, @Nullable Instant before, Instant now) {
        return mapComplete() ? lag.oldest(theirs, mine, before, now) : before;
    }

    /** Nothing is proven any more: the wall clock was set, or the machine slept. */
    void forgetProofs() {
        okdAt = null;
        lastEcho = null; // its times are by the clock as it was
        okdByThemSentAt = null;
        okd = 0;
        sentHeartbeats.clear();
    }

    /** The last heartbeat of that central of which all is held here; null where there is none. */
    MeshStatus.@Nullable Cut okdCut(CentralId of) {
        Instant at = okdAt;
        Hash top = okdTop;
        return at == null || top == null ? null : new MeshStatus.Cut(of, okd, top, okdEvents, at);
    }

    /** The moment for which both are proven to hold the same; null where there is none yet. */
    @Nullable Instant identicalAsOf() {
        Instant mine = okdAt;
        Instant theirs = okdByThemSentAt;
        if (mine == null || theirs == null) {
            return null;
        }
        return mine.isBefore(theirs) ? mine : theirs;
    }
}
