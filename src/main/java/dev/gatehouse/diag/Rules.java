package dev.gatehouse.diag;

import dev.gatehouse.model.Alarm.Code;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LinkState.Refusal;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerCounters;
import dev.gatehouse.model.PeerState;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.SharedName;
import dev.gatehouse.model.WrongClock;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Which conditions hold, and how long each must last before it is an alarm. Pure. Priorities and
 * times are those that control rooms use (EEMUA 191, ISA-18.2): few alarms, each one worth a step.
 */
final class Rules {
    private static final long MEGABYTE = 1_000_000;
    private static final long GIGABYTE = 1_000_000_000;

    /** SQLite needs room for its log and a copy before a migration. */
    private static final long DISK_FULL_BYTES = 500 * MEGABYTE;

    /** A busy car park writes about a gigabyte a year: time enough to make room. */
    private static final long DISK_LOW_BYTES = 5 * GIGABYTE;

    /** The fee of a stay between two gates begins to depend on it. */
    private static final double SKEW_LOOK_MS = 5_000;

    /** A fee near the edge of an hour is likely to be wrong. */
    private static final double SKEW_ACT_MS = 15_000;

    /** Beyond this a peer's clock is not taken over. */
    private static final double AHEAD_MS = 60_000;

    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);

    private Rules() {}

    /** How long a condition must last before it is an alarm. */
    static Duration delay(Code code) {
        return switch (code) {
            case API_STOPPED -> Duration.ofSeconds(5);
            case COUNTERS_UNBALANCED -> Duration.ofSeconds(2); // pages are under way
            case CLOCK_SKEW, CLOCK_AHEAD -> Duration.ofSeconds(15); // three heartbeats agree
            case DEVICE_CLOCK ->
                    Duration.ofMinutes(1); // a word that was long on its way is no clock
            case ALL_PEERS_LOST, P2P_STOPPED -> Duration.ofMinutes(1);
            case PEER_LAGS -> Duration.ofMinutes(3);
            case PEER_LOST -> Duration.ofMinutes(5);
            case PEER_REFUSED, DUPLICATE_CENTRAL_ID -> Duration.ofSeconds(5); // while restarting
            case STORE_CANNOT_WRITE,
                    CLOCK_WRONG, // each car that goes through meanwhile has a wrong time
                    DISK_FULL,
                    DISK_LOW,
                    CAMERA_SILENT, // it was not heard for a minute
                    DIGEST_MISMATCH,
                    VISITS_DIFFER,
                    STREAM_FORK,
                    CONFIG_SLIP,
                    KEY_CHANGED,
                    EVENT_REJECTED,
                    EVENT_QUARANTINED,
                    EVENT_DAMAGED,
                    NUMBERS_LOST ->
                    Duration.ZERO;
        };
    }

    /**
     * Whether it waits until the node has run for a while: what concerns others settles by itself
     * when ten booths are switched on together. What keeps this booth from working does not wait.
     */
    static boolean hasGrace(Code code) {
        return switch (code) {
            case STORE_CANNOT_WRITE, CLOCK_WRONG, DISK_FULL, API_STOPPED, CONFIG_SLIP -> false;
            default -> true;
        };
    }

    static List<Condition> wrong(NodeFacts facts) {
        var wrong = new ArrayList<Condition>();
        facts.health().checks().stream().filter(c -> !c.ok()).forEach(c -> wrong.add(own(c)));
        disk(facts.diskFreeBytes(), wrong);
        clocks(facts, wrong);
        facts.silent().forEach(camera -> wrong.add(silent(camera)));
        ledger(facts.ledger(), wrong);
        facts.namesakes().forEach(name -> wrong.add(shared(name)));
        peers(facts.mesh(), wrong);
        return wrong;
    }

    private static Condition own(Health.Check check) {
        return switch (check.name()) {
            case "store" ->
                    Condition.of(
                            Code.STORE_CANNOT_WRITE, "", check.detail(), check.args().toArray());
            case "api" -> Condition.of(Code.API_STOPPED, "", check.detail());
            case "p2p" -> Condition.of(Code.P2P_STOPPED, "", check.detail());
            default -> {
                String count = check.args().isEmpty() ? "1" : check.args().getFirst();
                yield Condition.of(Code.CONFIG_SLIP, "", check.detail(), count);
            }
        };
    }

    private static Condition silent(Camera camera) {
        String who = camera.name() + " (" + camera.id() + ")"; // two may have one name
        String detail = "camera " + who + " was heard last at " + camera.lastHeartbeat();
        return Condition.of(Code.CAMERA_SILENT, who, detail);
    }

    /** Against a wrong clock all devices seem wrong: it alone is to be set. */
    private static void clocks(NodeFacts facts, List<Condition> wrong) {
        WrongClock clock = facts.clock();
        if (clock == null) {
            facts.cameras().forEach(camera -> deviceClock(camera, wrong));
        } else {
            String shown = SHOWN.format(clock.shown().atZone(facts.zone()));
            String detail = clock.toTheMinute().detail();
            wrong.add(Condition.of(Code.CLOCK_WRONG, "", detail, shown));
        }
    }

    private static void deviceClock(Camera camera, List<Condition> wrong) {
        Duration offset = camera.clockOffset();
        if (offset != null && Math.abs(offset.toMillis()) > SKEW_ACT_MS) {
            String who = camera.name() + " (" + camera.id() + ")";
            long seconds = Math.round(offset.toMillis() / 1_000.0);
            String detail = "the clock of camera " + who + " minus ours is " + seconds + " s";
            wrong.add(Condition.of(Code.DEVICE_CLOCK, who, detail, signed(seconds)));
        }
    }

    private static String signed(long seconds) {
        return seconds > 0 ? "+" + seconds : "−" + -seconds;
    }

    private static Condition shared(SharedName name) {
        String who = name.central().value();
        String met = String.join(", ", name.addresses());
        String named = met.isEmpty() ? who : who + " (" + met + ")";
        String detail = "two booths call themselves " + named;
        return Condition.of(Code.DUPLICATE_CENTRAL_ID, who, detail, named);
    }

    private static void disk(OptionalLong freeBytes, List<Condition> wrong) {
        if (freeBytes.isEmpty()) {
            return;
        }
        long free = freeBytes.getAsLong();
        if (free < DISK_FULL_BYTES) {
            String left = "only " + free / MEGABYTE + " MB are free where the data lie";
            wrong.add(Condition.of(Code.DISK_FULL, "", left, free / MEGABYTE));
        } else if (free < DISK_LOW_BYTES) {
            String left = "only " + free / GIGABYTE + " GB are free where the data lie";
            wrong.add(Condition.of(Code.DISK_LOW, "", left, free / GIGABYTE));
        }
    }

    private static void ledger(LedgerFacts ledger, List<Condition> wrong) {
        if (ledger.disputed() > 0) {
            String detail = ledger.disputed() + " streams exist in two versions";
            wrong.add(Condition.of(Code.STREAM_FORK, "", detail, ledger.disputed()));
        }
        if (ledger.quarantined() > 0) {
            String detail = ledger.quarantined() + " events do not fit and are set aside";
            wrong.add(Condition.of(Code.EVENT_QUARANTINED, "", detail, ledger.quarantined()));
        }
        if (ledger.damaged() > 0) {
            String detail = ledger.damaged() + " events are not on this disk as they were written";
            wrong.add(Condition.of(Code.EVENT_DAMAGED, "", detail, ledger.damaged()));
        }
        if (ledger.lost() > 0) {
            String detail = ledger.lost() + " events cannot be had from anybody";
            wrong.add(Condition.of(Code.NUMBERS_LOST, "", detail, ledger.lost()));
        }
        ledger.foldsApart()
                .forEach(
                        peer ->
                                wrong.add(
                                        Condition.of(
                                                Code.VISITS_DIFFER,
                                                peer.value(),
                                                "shows other visits of the same events: compare"
                                                        + " site.time_zone and the versions, then"
                                                        + " run gatehouse verify on both")));
        ledger.newKeys()
                .forEach(
                        who ->
                                wrong.add(
                                        Condition.of(
                                                Code.KEY_CHANGED,
                                                who.value(),
                                                "another key signs for " + who + " than before")));
    }

    private static void peers(MeshStatus mesh, List<Condition> wrong) {
        List<PeerState> lost = mesh.peers().stream().filter(p -> isLost(p.link())).toList();
        if (!lost.isEmpty() && lost.size() == mesh.peers().size()) {
            wrong.add(Condition.of(Code.ALL_PEERS_LOST, "", "no peer can be reached", lost.size()));
        } else {
            lost.stream() // nobody waits any more for one that is idle
                    .filter(p -> p.idleSince(mesh.at()) == null)
                    .map(p -> Condition.of(Code.PEER_LOST, p.id().value(), "not reached"))
                    .forEach(wrong::add);
        }
        mesh.peers().forEach(peer -> peer(peer, wrong));
        if (mesh.nameShared()) {
            String self = mesh.self().value();
            String detail = "another booth calls itself " + self + " too";
            wrong.add(Condition.of(Code.DUPLICATE_CENTRAL_ID, self, detail, self));
        }
    }

    private static boolean isLost(LinkState link) {
        return switch (link) {
            case LinkState.Unknown _, LinkState.Connecting _, LinkState.Disconnected _ -> true;
            case LinkState.Connected _, LinkState.Refused _, LinkState.Paused _ -> false;
        };
    }

    private static void peer(PeerState peer, List<Condition> wrong) {
        String id = peer.id().value();
        if (peer.link() instanceof LinkState.Refused(_, Refusal why)) {
            boolean sameId = why.code() == Refusal.Code.SAME_ID;
            Code code = sameId ? Code.DUPLICATE_CENTRAL_ID : Code.PEER_REFUSED;
            wrong.add(Condition.of(code, id, why.detail(), why.args().toArray()));
        }
        if (peer.twice()) {
            String detail = "two booths call themselves " + id;
            wrong.add(Condition.of(Code.DUPLICATE_CENTRAL_ID, id, detail, id));
        }
        clock(peer, wrong);
        PeerCounters came = peer.counters();
        long out = came.merged() + came.had() + came.rejected() + came.waiting();
        if (came.received() != out) {
            String detail = came.received() + " events came and " + out + " were dealt with";
            long off = Math.abs(came.received() - out);
            wrong.add(Condition.of(Code.COUNTERS_UNBALANCED, id, detail, off));
        }
        differences(peer, wrong);
    }

    private static void differences(PeerState peer, List<Condition> wrong) {
        String id = peer.id().value();
        long apart = peer.differing();
        if (peer.lastResync() instanceof ResyncOutcome.StillDifferent still
                && !isProvenAfter(peer, still.at())) {
            apart = Math.max(1, apart);
        }
        if (apart > 0 && peer.connected()) {
            String detail = "holds other events under the same numbers, or still differs";
            wrong.add(Condition.of(Code.DIGEST_MISMATCH, id, detail, apart));
        }
        long missing =
                Objects.requireNonNullElse(peer.weMiss(), 0L)
                        + Objects.requireNonNullElse(peer.theyMiss(), 0L);
        if (missing > 0 && peer.connected()) {
            String detail = missing + " events have not come across";
            wrong.add(Condition.of(Code.PEER_LAGS, id, detail, missing));
        }
    }

    private static boolean isProvenAfter(PeerState peer, Instant moment) {
        Instant proven = peer.identicalAsOf();
        return proven != null && proven.isAfter(moment);
    }

    private static void clock(PeerState peer, List<Condition> wrong) {
        Double offset = peer.clockOffsetMs();
        double unsure = Objects.requireNonNullElse(peer.rttP50Ms(), 0.0) / 2;
        if (offset == null || Math.abs(offset) < SKEW_LOOK_MS || Math.abs(offset) <= unsure) {
            return; // frames that wait for seconds on their way show an offset of as much
        }
        Code code = offset > AHEAD_MS ? Code.CLOCK_AHEAD : Code.CLOCK_SKEW;
        int severity = Math.abs(offset) >= SKEW_ACT_MS ? 2 : 3;
        long seconds = Math.round(offset / 1_000);
        String detail = "its clock minus ours is " + seconds + " s";
        String id = peer.id().value();
        wrong.add(new Condition(code, id, severity, List.of(signed(seconds)), detail));
    }
}
