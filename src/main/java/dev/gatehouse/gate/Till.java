package dev.gatehouse.gate;

import dev.gatehouse.ledger.query.Act;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.Because;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Incident;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.SettleOutcome;
import dev.gatehouse.model.Settlement;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Books what is paid for an exit, or why it is not, and what else is out of the ordinary. Runs in
 * the ledger's writer, within its transaction.
 */
final class Till {
    private static final String CASH = "cash";

    /** Letters of a name or a plate that the ledger takes. */
    private static final int LONGEST_TEXT = 200;

    /** More than anything costs; sums of such amounts are still exact. */
    private static final long MOST_DONG = 1_000_000_000_000L;

    /**
     * By so much a clock may have been set back between an exit and its payment, which then seems
     * to be the earlier of the two. Beyond that a node has been started anew with a wrong clock.
     */
    private static final Duration CLOCK_SET_BACK = Duration.ofMinutes(10);

    /**
     * Payments of all booths that are looked through for those of one exit: some days of a busy
     * site. A car stands at the barrier for minutes.
     */
    private static final int MOST_LOOKED_AT = 20_000;

    /** Who presses a key twice, or again since no answer came, means one incident. */
    private static final Duration SAME_INCIDENT = Duration.ofMinutes(1);

    /** What of a request cannot be meant. */
    record Wrong(String field, String why) {}

    /**
     * What was booked for one exit, and not booked back.
     *
     * @param cashDong what was paid
     * @param excusedDong what was not taken
     * @param excuse why that was not taken; null where nothing was excused
     * @param whole whether all that was booked since is in these
     */
    record Booked(long cashDong, long excusedDong, @Nullable Incident excuse, boolean whole) {
        /** Whether a fee of that exit, or one of 0, is settled. */
        boolean settles(Settlement settlement) {
            return cashDong + excusedDong > 0
                    || (settlement instanceof Settlement.Excused(long due, Because because)
                            && due == 0
                            && excuse != null
                            && excuse.reason() == because.reason());
        }
    }

    private Till() {}

    /** What of a settlement cannot be meant; null where all can. */
    static @Nullable Wrong wrong(Settlement settlement) {
        long due = settlement.dueDong();
        if (due < 0 || due > MOST_DONG) {
            return new Wrong("due", due + " đồng, expected 0 to " + MOST_DONG);
        }
        return switch (settlement) {
            case Settlement.Excused(_, Because because) -> wrong(because);
            case Settlement.Cash(_, long given, String staff) ->
                    given < due || given > MOST_DONG
                            ? new Wrong(
                                    "given", given + " đồng, expected " + due + " to " + MOST_DONG)
                            : wrongName("staff", staff);
        };
    }

    /** What of a reason cannot be meant; null where all can. */
    static @Nullable Wrong wrong(Because because) {
        String note = because.note();
        if (note != null
                && (note.strip().length() < Because.SHORTEST_NOTE
                        || note.length() > Because.LONGEST_NOTE)) {
            return new Wrong(
                    "note",
                    note.length()
                            + " letters, expected "
                            + Because.SHORTEST_NOTE
                            + " to "
                            + Because.LONGEST_NOTE);
        }
        return wrongName("staff", because.staff());
    }

    static @Nullable Wrong wrongName(String field, String name) {
        return name.isBlank() ? new Wrong(field, "empty, expected a name") : tooLong(field, name);
    }

    /** What of a request is longer than the ledger takes; null where nothing is. */
    static @Nullable Wrong wrong(OpenRequest request) {
        Wrong plate = tooLong("plate_id", request.plateText());
        Wrong edge = tooLong("edge_id", request.edgeId());
        return plate != null ? plate : edge != null ? edge : tooLong("shown", request.shown());
    }

    static @Nullable Wrong tooLong(String field, @Nullable String text) {
        return text != null && text.length() > LONGEST_TEXT
                ? new Wrong(field, text.length() + " letters, expected at most " + LONGEST_TEXT)
                : null;
    }

    /** Books how the fee of an exit is settled; of a fee of 0 in cash there is nothing to book. */
    static void book(
            DecisionContext desk,
            String eventId,
            Settlement settlement,
            @Nullable String edgeId,
            @Nullable String plateText) {
        switch (settlement) {
            case Settlement.Cash(long due, long given, String staff) -> {
                if (due > 0) {
                    desk.append(new Fact.Payment(eventId, due, CASH, edgeId, staff, given));
                }
            }
            case Settlement.Excused(long due, Because because) ->
                    desk.append(incident(eventId, because, due, edgeId, plateText));
        }
    }

    /** The fee of an exit that is in the ledger is settled, once. */
    static SettleOutcome settle(
            DecisionContext desk, String eventId, Settlement settlement, @Nullable String edgeId) {
        Act act = exit(desk.acts(eventId));
        if (act == null || !(act.fact() instanceof Fact.Exit exit)) {
            return new SettleOutcome.NotFound();
        }
        long due = settlement.dueDong();
        if (due != exit.feeDong()) {
            return new SettleOutcome.FeeChanged(act.car(), exit.feeDong(), due);
        }
        Booked booked = booked(desk, eventId, act);
        if (booked.settles(settlement)) {
            return new SettleOutcome.AlreadySettled();
        }
        if (!booked.whole()) {
            return new SettleOutcome.Refused(
                    "event_id",
                    "left so long ago that nobody can tell whether it was settled: note it on"
                            + " paper");
        }
        book(desk, eventId, settlement, edgeId, act.car().view());
        long change = settlement instanceof Settlement.Cash(_, long given, _) ? given - due : 0;
        return new SettleOutcome.Settled(eventId, act.car(), due, change);
    }

    /**
     * The exit that a person at this barrier means: the last that was made here, or else the last.
     * One that nobody saw is none.
     */
    static @Nullable Act exit(List<Act> acts) {
        Act last = null;
        for (Act act : acts) {
            boolean seen = act.fact() instanceof Fact.Exit exit && !exit.missed();
            if (seen && (act.here() || last == null || !last.here())) {
                last = act;
            }
        }
        return last;
    }

    /**
     * What is booked for an exit, read from the ledger by its clock: so a second Enter finds the
     * first one's payment also after a start, and what another booth booked counts too.
     */
    static Booked booked(DecisionContext desk, String eventId, Act exit) {
        Instant written = Instant.ofEpochMilli(exit.hlc().ms());
        Instant from = (exit.at().isBefore(written) ? exit.at() : written).minus(CLOCK_SET_BACK);
        List<Fact> payments = desk.shared().since(Fact.Payment.KIND, from, MOST_LOOKED_AT);
        List<Fact> incidents = desk.shared().since(Incident.KIND, from, MOST_LOOKED_AT);
        long cash = 0;
        for (Fact fact : payments) {
            cash +=
                    fact instanceof Fact.Payment paid && eventId.equals(paid.eventId())
                            ? paid.dong()
                            : 0;
        }
        long excused = 0;
        Incident excuse = null;
        for (Fact fact : incidents) {
            if (fact instanceof Incident incident && eventId.equals(incident.eventId())) {
                excused += incident.dong();
                excuse = excuse == null ? incident : excuse;
            }
        }
        boolean whole = payments.size() < MOST_LOOKED_AT && incidents.size() < MOST_LOOKED_AT;
        return new Booked(cash, excused, excuse, whole);
    }

    /**
     * Books back what is booked for an exit that is taken back.
     *
     * @return what the driver gets back, in đồng
     */
    static long giveBack(DecisionContext desk, String eventId, Act exit, String staff) {
        Booked booked = booked(desk, eventId, exit);
        String edgeId = exit.fact() instanceof Fact.Exit left ? left.edgeId() : null;
        if (booked.cashDong() > 0) {
            desk.append(new Fact.Payment(eventId, -booked.cashDong(), CASH, edgeId, staff, null));
        }
        Incident excuse = booked.excuse();
        if (excuse != null && booked.excusedDong() > 0) {
            desk.append(
                    new Incident(
                            eventId,
                            excuse.reason(),
                            -booked.excusedDong(),
                            edgeId,
                            excuse.plateText(),
                            excuse.note(),
                            staff));
        }
        return Math.max(0, booked.cashDong());
    }

    /** Writes an incident, unless the same one was written just now. */
    static void note(DecisionContext desk, Incident incident) {
        Instant from = desk.now().minus(SAME_INCIDENT);
        List<Fact> lately = desk.shared().since(Incident.KIND, from, MOST_LOOKED_AT);
        if (lately.stream().noneMatch(was -> Objects.equals(was, incident))) {
            desk.append(incident);
        }
    }

    /**
     * @param plateText the plate as it was read or typed; null or empty where none was
     */
    static Incident incident(
            @Nullable String eventId,
            Because because,
            long dong,
            @Nullable String edgeId,
            @Nullable String plateText) {
        String plate = plateText == null || plateText.isBlank() ? null : plateText.strip();
        String note = because.note();
        return new Incident(
                eventId,
                because.reason(),
                dong,
                edgeId,
                plate,
                note == null ? null : note.strip(),
                because.staff());
    }
}
