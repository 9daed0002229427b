package dev.gatehouse.diag;

import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.GivenPeer;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.LedgerFigures.Spread;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LostNumbers;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.NodeInfo;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.SharedName;
import dev.gatehouse.model.WrongClock;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A node of which a test says only what matters to it; all else is well. */
final class Given {
    static final Instant MORNING = Instant.parse("2026-11-22T02:51:48Z");
    static final LinkState UP = new LinkState.Connected(MORNING);
    static final LinkState DOWN = new LinkState.Disconnected(MORNING, 3, MORNING);
    static final PeerCounters BALANCED = new PeerCounters(10, 7, 3, 0, 0);

    private final List<PeerState> peers = new ArrayList<>();
    private final List<Camera> silent = new ArrayList<>();
    private final List<Camera> cameras = new ArrayList<>();
    private final List<SharedName> namesakes = new ArrayList<>();
    private @Nullable WrongClock clock;
    private Health health = new Health(List.of(Health.Check.well("store")));
    private LedgerFacts ledger = LedgerFacts.NONE;
    private OptionalLong free = OptionalLong.of(80_000_000_000L);

    Given peer(String id, LinkState link) {
        return peer(id, link, 20.0, 0L, BALANCED, 0, false, null);
    }

    Given clock(String id, double offsetMs) {
        return peer(id, UP, offsetMs, 0L, BALANCED, 0, false, null);
    }

    Given clockOverSlowLine(String id, double offsetMs, double rttMs) {
        peers.add(
                new GivenPeer(id)
                        .link(UP)
                        .heard(MORNING)
                        .rtt(rttMs, 2 * rttMs)
                        .offset(offsetMs)
                        .missing(0L, 0L)
                        .identical(MORNING, new Hash(1, 2, 3, 4))
                        .counters(BALANCED)
                        .state());
        return this;
    }

    Given missing(String id, long events) {
        return peer(id, UP, 20.0, events, BALANCED, 0, false, null);
    }

    Given counted(String id, PeerCounters counters) {
        return peer(id, UP, 20.0, 0L, counters, 0, false, null);
    }

    Given differing(String id, long streams, @Nullable ResyncOutcome lastResync) {
        return peer(id, UP, 20.0, 0L, BALANCED, streams, false, lastResync);
    }

    Given twice(String id) {
        return peer(id, UP, 20.0, 0L, BALANCED, 0, true, null);
    }

    private Given peer(
            String id,
            LinkState link,
            Double offsetMs,
            Long missing,
            PeerCounters counters,
            long differing,
            boolean twice,
            @Nullable ResyncOutcome lastResync) {
        peers.add(
                new GivenPeer(id)
                        .at("10.0.0.2")
                        .link(link)
                        .heard(MORNING)
                        .rtt(1.5, 8.25)
                        .offset(offsetMs)
                        .missing(missing, 0L)
                        .identical(MORNING, new Hash(1, 2, 3, 4))
                        .differing(differing)
                        .twice(twice)
                        .synced(MORNING)
                        .counters(counters)
                        .resync(null, lastResync)
                        .state());
        return this;
    }

    Given broken(Health.Check check) {
        health = new Health(List.of(check));
        return this;
    }

    Given ledger(LedgerFacts next) {
        ledger = next;
        return this;
    }

    Given free(long bytes) {
        free = OptionalLong.of(bytes);
        return this;
    }

    Given freeUnknown() {
        free = OptionalLong.empty();
        return this;
    }

    Given silent(int id, String name) {
        silent.add(new Camera(id, name, "ENTRY", false, MORNING, 9, 0, MORNING));
        return this;
    }

    Given deviceClock(int id, String name, @Nullable Duration offset) {
        cameras.add(new Camera(id, name, "ENTRY", true, MORNING, 9, 0, MORNING, offset));
        return this;
    }

    Given wrongClock(WrongClock wrong) {
        clock = wrong;
        return this;
    }

    Given namesakes(String id, String... addresses) {
        namesakes.add(new SharedName(new CentralId(id), List.of(addresses)));
        return this;
    }

    NodeFacts facts() {
        return new NodeFacts(
                health,
                new MeshStatus(
                        new CentralId("central-1"),
                        MORNING,
                        true,
                        false,
                        5,
                        new Hash(1, 2, 3, 4),
                        2,
                        7,
                        0,
                        LostNumbers.NONE,
                        new MeshStatus.Proof(peers.size() + 1, 1, null, null),
                        List.copyOf(peers)),
                ledger,
                free,
                silent,
                cameras,
                clock,
                namesakes,
                ZoneOffset.ofHours(7));
    }

    /** The same as a helper reads it. */
    String figures() {
        var mesh = facts().mesh();
        return FiguresText.of(
                MORNING,
                new NodeInfo(
                        mesh.self(),
                        "gate 1",
                        ZoneOffset.UTC,
                        null,
                        "0.1.0",
                        "auto",
                        9000,
                        8000,
                        null),
                health,
                mesh,
                new LedgerFigures(5, 1, 5, 0, new Spread(List.of(), List.of(), 0), 0, 0),
                AlarmList.NONE,
                free);
    }

    List<Condition> wrong() {
        return Rules.wrong(facts());
    }
}
