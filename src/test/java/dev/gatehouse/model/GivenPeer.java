package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A peer of which nothing is known but what a test says. */
public final class GivenPeer {
    private final CentralId id;
    private String host = "192.168.1.102";
    private int port = 9000;
    private LinkState link = new LinkState.Unknown();
    private @Nullable Instant heard;
    private @Nullable Double rttP50Ms;
    private @Nullable Double rttP95Ms;
    private @Nullable Double offsetMs;
    private @Nullable Long weMiss;
    private @Nullable Long theyMiss;
    private @Nullable Instant identicalAsOf;
    private @Nullable Hash digest;
    private long differing;
    private @Nullable Instant missingSince;
    private @Nullable Instant theyMissSince;
    private boolean twice;
    private @Nullable Instant synced;
    private @Nullable Instant syncUpdated;
    private PeerCounters counters = PeerCounters.ZERO;
    private @Nullable ResyncProgress resync;
    private @Nullable ResyncOutcome lastResync;
    private boolean original;
    private @Nullable Compared compared;

    public GivenPeer(String id) {
        this.id = new CentralId(id);
    }

    /** One that is as it was, but for what is said from here on. */
    public GivenPeer(PeerState was) {
        this.id = was.id();
        host = was.host();
        port = was.port();
        link = was.link();
        heard = was.lastHeard();
        rttP50Ms = was.rttP50Ms();
        rttP95Ms = was.rttP95Ms();
        offsetMs = was.clockOffsetMs();
        weMiss = was.weMiss();
        theyMiss = was.theyMiss();
        identicalAsOf = was.identicalAsOf();
        digest = was.digest();
        differing = was.differing();
        missingSince = was.missingSince();
        theyMissSince = was.theyMissSince();
        twice = was.twice();
        synced = was.lastSyncAt();
        syncUpdated = was.syncUpdatedAt();
        counters = was.counters();
        resync = was.resync();
        lastResync = was.lastResync();
        original = was.original();
        compared = was.compared();
    }

    public GivenPeer at(String address) {
        host = address;
        return this;
    }

    public GivenPeer link(LinkState now) {
        link = now;
        return this;
    }

    public GivenPeer heard(@Nullable Instant at) {
        heard = at;
        return this;
    }

    public GivenPeer rtt(@Nullable Double p50Ms, @Nullable Double p95Ms) {
        rttP50Ms = p50Ms;
        rttP95Ms = p95Ms;
        return this;
    }

    public GivenPeer offset(@Nullable Double ms) {
        offsetMs = ms;
        return this;
    }

    public GivenPeer missing(@Nullable Long we, @Nullable Long they) {
        weMiss = we;
        theyMiss = they;
        return this;
    }

    public GivenPeer missingSince(@Nullable Instant we, @Nullable Instant they) {
        missingSince = we;
        theyMissSince = they;
        return this;
    }

    public GivenPeer identical(@Nullable Instant asOf, @Nullable Hash of) {
        identicalAsOf = asOf;
        digest = of;
        return this;
    }

    public GivenPeer differing(long streams) {
        differing = streams;
        return this;
    }

    public GivenPeer twice(boolean linked) {
        twice = linked;
        return this;
    }

    public GivenPeer synced(@Nullable Instant at) {
        synced = at;
        syncUpdated = at;
        return this;
    }

    public GivenPeer counters(PeerCounters came) {
        counters = came;
        return this;
    }

    public GivenPeer resync(@Nullable ResyncProgress running, @Nullable ResyncOutcome last) {
        resync = running;
        lastResync = last;
        return this;
    }

    public GivenPeer original(@Nullable Compared last) {
        original = true;
        compared = last;
        return this;
    }

    public PeerState state() {
        return new PeerState(
                id,
                host,
                port,
                link,
                heard,
                rttP50Ms,
                rttP95Ms,
                offsetMs,
                weMiss,
                theyMiss,
                identicalAsOf,
                digest,
                differing,
                missingSince,
                theyMissSince,
                twice,
                synced,
                syncUpdated,
                counters,
                resync,
                lastResync,
                original,
                compared);
    }
}
