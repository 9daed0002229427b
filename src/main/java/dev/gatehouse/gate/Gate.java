package dev.gatehouse.gate;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.ledger.write.Decision;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.Because;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.SettleOutcome;
import dev.gatehouse.model.Settlement;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.UndoOutcome;
import dev.gatehouse.model.UndoRequest;
import dev.gatehouse.model.Visit;
import dev.gatehouse.passage.LaneMap;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;

/** One booth's gate. Any thread may call; every answer comes after the commit. */
public final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /** The source that the window names, and an edge where a person typed. */
    private static final String TYPED = "manual";

    private final Ledger ledger;
    private final SiteBook site;
    private final PassageWriter writer;
    private final PassageIntake intake;

    /**
     * A gate without lanes, whose clock is right.
     *
     * @param site says what is charged
     */
    public Gate(Ledger ledger, SiteBook site, InstantSource wall) {
        this(ledger, site, GateClocks.trusted(wall), () -> new LaneMap(List.of()));
    }

    /**
     * @param site says what is charged
     * @param lanes the lanes of the configuration as it is now
     */
    public Gate(Ledger ledger, SiteBook site, GateClocks clocks, Supplier<LaneMap> lanes) {
        this.ledger = ledger;
        this.site = site;
        this.writer = new PassageWriter(site, clocks);
        this.intake = new PassageIntake(ledger, clocks, lanes, writer);
    }

    /** How many reports were of passages that had been reported already. */
    public long repeats() {
        return intake.repeats();
    }

    /**
     * A person or a sender decides that a car goes in or out.
     *
     * @param way which way; null for out where the car is inside and for in where not
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<Passed> open(GateEvent.@Nullable Kind way, OpenRequest request) {
        return take(way, true, "plate_id", request);
    }

    /**
     * A camera reads a car that goes that way.
     *
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<Passed> pass(GateEvent.Kind way, OpenRequest request) {
        return take(way, false, "plate_text", request);
    }

    private CompletableFuture<Passed> take(
            GateEvent.@Nullable Kind way, boolean decision, String field, OpenRequest request) {
        return switch (read(request)) {
            case Reading.Refused refused ->
                    CompletableFuture.completedFuture(
                            Passed.first(new OpenOutcome.Refused(field, refused.why())));
            case Reading.Unread _ -> intake.take(way, null, decision, request);
            case Reading.Read(Plate plate) -> intake.take(way, plate, decision, request);
        };
    }

    /**
     * What is known of a car before anything opens, and what it would pay now. Writes nothing;
     * reads the database.
     *
     * @param way which way it goes; null where that is not known
     */
    public Sighting look(
            String plateText,
            @Nullable String plateView,
            GateEvent.@Nullable Kind way,
            Instant now) {
        return look(Plates.typed(plateText, plateView), way, now);
    }

    /** Tells what is known of a car that a device read; writes nothing. */
    public Sighting sight(
            String plateText,
            @Nullable String plateView,
            GateEvent.@Nullable Kind way,
            Instant now) {
        return look(Plates.read(plateText, plateView), way, now);
    }

    private Sighting look(Reading reading, GateEvent.@Nullable Kind way, Instant now) {
        return switch (reading) {
            case Reading.Unread(String raw) -> new Sighting.Unread(raw);
            case Reading.Refused refused -> new Sighting.Refused("plate_id", refused.why());
            case Reading.Read(Plate plate) -> {
                Visit inside = ledger.visits().inside(plate).orElse(null);
                Visit alike =
                        inside == null
                                ? PassageWriter.onlyAlike(plate, p -> ledger.visits().inside(p))
                                : null;
                yield alike != null && way == GateEvent.Kind.EXIT
                        ? seen(alike.plate(), alike, null, now)
                        : seen(plate, inside, alike, now);
            }
        };
    }

    private Sighting.Seen seen(
            Plate plate, @Nullable Visit inside, @Nullable Visit alike, Instant now) {
        Fact.Pass pass = site.passOf(plate, now);
        Fact.Pass lapsed = site.lapsed(plate, now);
        return new Sighting.Seen(
                plate,
                Plates.isUsual(plate),
                inside,
                inside == null ? null : site.due(inside, now),
                pass,
                alike,
                pass == null || (lapsed != null && lapsed.blocks()) ? lapsed : null);
    }

    /** What a person typed is a plate in more cases than what a device sent. */
    private static Reading read(OpenRequest request) {
        return TYPED.equals(request.source())
                ? Plates.typed(request.plateText(), request.plateView())
                : Plates.read(request.plateText(), request.plateView());
    }

    /**
     * The barrier closed behind a car: confirms the newest unconfirmed entry of that plate at that
     * gate.
     *
     * @param edgeId the gate, null for any
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<CloseOutcome> close(String plateText, @Nullable String edgeId) {
        return switch (Plates.read(plateText)) {
            case Reading.Unread unread ->
                    CompletableFuture.completedFuture(
                            new CloseOutcome.Refused("plate_id", unread.why()));
            case Reading.Refused refused ->
                    CompletableFuture.completedFuture(
                            new CloseOutcome.Refused("plate_id", refused.why()));
            case Reading.Read(Plate plate) -> {
                intake.closed(plate, edgeId);
                yield ledger.decide(desk -> confirm(desk, plate, edgeId))
                        .exceptionally(unwritten(CloseOutcome.Unavailable::new));
            }
        };
    }

    private static CloseOutcome confirm(
            DecisionContext desk, Plate plate, @Nullable String edgeId) {
        Optional<Visit> entry = desk.unconfirmed(plate, edgeId);
        if (entry.isEmpty()) {
            return new CloseOutcome.NothingToConfirm();
        }
        String eventId = entry.get().eventId();
        desk.append(plate, _ -> new Fact.EntryConfirmed(eventId, plate, edgeId));
        return new CloseOutcome.Confirmed(eventId);
    }

    /**
     * Corrects the plate of a visit, or how it looks. Where it is so already nothing is written.
     *
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<ChangeOutcome> correct(CorrectionRequest request) {
        String text = request.plateText() != null ? request.plateText() : request.plateView();
        String field = request.plateText() != null ? "plate_id" : "plate_view";
        if (text == null) {
            return CompletableFuture.completedFuture(
                    new ChangeOutcome.Refused("plate_id", "missing, expected the right plate"));
        }
        return switch (Plates.typed(text, request.plateView())) {
            case Reading.Unread unread ->
                    CompletableFuture.completedFuture(
                            new ChangeOutcome.Refused(field, unread.why()));
            case Reading.Refused refused ->
                    CompletableFuture.completedFuture(
                            new ChangeOutcome.Refused(field, refused.why()));
            case Reading.Read read ->
                    ledger.decide(
                                    Decision.<ChangeOutcome>soon(
                                            desk -> correct(desk, read.plate(), request)))
                            .exceptionally(unwritten(ChangeOutcome.Unavailable::new));
        };
    }

    private ChangeOutcome correct(DecisionContext desk, Plate right, CorrectionRequest request) {
        Optional<Visit> found = desk.visit(request.historyId());
        if (found.isEmpty()) {
            return new ChangeOutcome.NotFound(request.historyId());
        }
        Visit visit = found.get();
        boolean onlyLook = request.plateText() == null;
        if (onlyLook && !right.canonical().equals(visit.plate().canonical())) {
            return new ChangeOutcome.Refused(
                    "plate_view", "reads as another plate: give plate_id too");
        }
        if (!right.equals(visit.plate())) {
            intake.changed(visit.plate());
            desk.amend(
                    List.of(visit.plate(), right),
                    new Fact.Correction(
                            visit.eventId(),
                            onlyLook ? null : right.canonical(),
                            right.view(),
                            request.reason(),
                            request.staff(),
                            null));
        }
        return new ChangeOutcome.Done(visit.id());
    }

    /**
     * Takes a visit out of the history, for good.
     *
     * @param historyId the row of the history
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<ChangeOutcome> remove(
            long historyId, @Nullable String reason, @Nullable String staff) {
        return ledger.decide(
                        Decision.<ChangeOutcome>soon(
                                desk -> remove(desk, historyId, reason, staff)))
                .exceptionally(unwritten(ChangeOutcome.Unavailable::new));
    }

    private ChangeOutcome remove(
            DecisionContext desk, long historyId, @Nullable String reason, @Nullable String staff) {
        Optional<Visit> found = desk.visit(historyId);
        if (found.isEmpty()) {
            return new ChangeOutcome.NotFound(historyId);
        }
        Visit visit = found.get();
        intake.changed(visit.plate());
        desk.amend(List.of(visit.plate()), new Fact.Voided(visit.eventId(), reason, staff));
        return new ChangeOutcome.Done(historyId);
    }

    /**
     * A person lets a car in.
     *
     * @param because why, where it is out of the ordinary
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<Passed> letIn(OpenRequest request, @Nullable Because because) {
        Till.Wrong wrong = Till.wrong(request);
        wrong = wrong != null || because == null ? wrong : Till.wrong(because);
        if (wrong != null) {
            return refused(wrong.field(), wrong.why());
        }
        return switch (read(request)) {
            case Reading.Refused refused -> refused("plate_id", refused.why());
            case Reading.Unread _ -> letIn(null, request, because);
            case Reading.Read(Plate plate) -> letIn(plate, request, because);
        };
    }

    private CompletableFuture<Passed> letIn(
            @Nullable Plate plate, OpenRequest request, @Nullable Because because) {
        return intake.take(
                        GateEvent.Kind.ENTRY,
                        plate,
                        true,
                        request,
                        (desk, _) -> writer.letIn(desk, plate, request, because))
                .thenCompose(
                        passed ->
                                because != null
                                                && passed.repeated()
                                                && passed.outcome()
                                                        instanceof OpenOutcome.Entered in
                                        ? noted(request, because, in.eventId())
                                                .thenApply(_ -> passed)
                                        : CompletableFuture.completedFuture(passed));
    }

    /**
     * A person lets a car out and settles its fee.
     *
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<Passed> letOut(OpenRequest request, Settlement settlement) {
        Till.Wrong wrong = Till.wrong(request);
        wrong = wrong != null ? wrong : Till.wrong(settlement);
        if (wrong != null) {
            return refused(wrong.field(), wrong.why());
        }
        String shown = request.shown();
        return switch (read(request)) {
            case Reading.Read(Plate plate) -> letOut(plate, request, settlement);
            case Reading.Unread _ ->
                    letOut(shown == null ? Plate.UNREAD : named(shown), request, settlement);
            case Reading.Refused refused ->
                    shown == null
                            ? refused("plate_id", refused.why())
                            : letOut(named(shown), request, settlement);
        };
    }

    /** A car that nobody could read, as the name of its visit tells it from others. */
    private static Plate named(String eventId) {
        String plate = eventId.substring(eventId.lastIndexOf('_') + 1);
        return plate.isEmpty() ? Plate.UNREAD : new Plate(plate, plate);
    }

    private CompletableFuture<Passed> letOut(
            Plate plate, OpenRequest request, Settlement settlement) {
        Plate read = plate.equals(Plate.UNREAD) ? null : plate;
        return intake.take(
                        GateEvent.Kind.EXIT,
                        read,
                        true,
                        request,
                        (desk, _) -> writer.letOut(desk, plate, request, settlement))
                .thenCompose(
                        passed ->
                                passed.repeated()
                                                && passed.outcome() instanceof OpenOutcome.Left out
                                                && (request.shown() != null
                                                        || out.entered() == null)
                                        ? settle(out.eventId(), settlement, request.edgeId())
                                                .thenApply(came -> settledOr(came, passed))
                                        : CompletableFuture.completedFuture(passed));
    }

    /** The exit was in the ledger already, from a camera or the same key: only its fee is new. */
    private static Passed settledOr(SettleOutcome came, Passed passed) {
        return switch (came) {
            case SettleOutcome.Settled _,
                    SettleOutcome.AlreadySettled _,
                    SettleOutcome.NotFound _ ->
                    passed;
            case SettleOutcome.FeeChanged(Plate plate, long fee, long shown) ->
                    passed.with(new OpenOutcome.FeeChanged(plate, fee, shown));
            case SettleOutcome.Refused(String field, String why) ->
                    passed.with(new OpenOutcome.Refused(field, why));
            case SettleOutcome.Unavailable(String why) ->
                    passed.with(new OpenOutcome.Unavailable(why));
        };
    }

    private static CompletableFuture<Passed> refused(String field, String why) {
        return CompletableFuture.completedFuture(Passed.first(new OpenOutcome.Refused(field, why)));
    }

    /**
     * The fee of an exit that is in the ledger is settled.
     *
     * @param eventId the visit, as the answer to the exit named it
     * @param edgeId the gate, null where none is named
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<SettleOutcome> settle(
            String eventId, Settlement settlement, @Nullable String edgeId) {
        Till.Wrong wrong = Till.wrong(settlement);
        wrong = wrong != null ? wrong : Till.tooLong("event_id", eventId);
        wrong = wrong != null ? wrong : Till.tooLong("edge_id", edgeId);
        if (wrong != null) {
            return CompletableFuture.completedFuture(
                    new SettleOutcome.Refused(wrong.field(), wrong.why()));
        }
        return ledger.decide(
                        Decision.<SettleOutcome>soon(
                                desk -> Till.settle(desk, eventId, settlement, edgeId)))
                .exceptionally(unwritten(SettleOutcome.Unavailable::new));
    }

    /**
     * A person takes his last act back, within a minute of it.
     *
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<UndoOutcome> undo(UndoRequest request) {
        Till.Wrong wrong = Till.wrongName("staff", request.staff());
        if (wrong != null) {
            return CompletableFuture.completedFuture(
                    new UndoOutcome.Unavailable(wrong.field() + ": " + wrong.why()));
        }
        return ledger.decide(
                        Decision.<UndoOutcome>soon(
                                desk -> {
                                    UndoOutcome outcome = Retractions.undo(desk, request);
                                    if (outcome instanceof UndoOutcome.Undone undone) {
                                        intake.changed(undone.plate());
                                    }
                                    return outcome;
                                }))
                .exceptionally(unwritten(UndoOutcome.Unavailable::new));
    }

    /**
     * Notes what was out of the ordinary and changes no visit.
     *
     * @param about the car and the gate; its {@code shown} names a visit, null for none
     * @return the row of the visit, or 0; completes after the commit, never exceptionally
     */
    public CompletableFuture<ChangeOutcome> noteIncident(OpenRequest about, Because because) {
        Till.Wrong wrong = Till.wrong(about);
        wrong = wrong != null ? wrong : Till.wrong(because);
        return wrong != null
                ? CompletableFuture.completedFuture(
                        new ChangeOutcome.Refused(wrong.field(), wrong.why()))
                : noted(about, because, about.shown());
    }

    private CompletableFuture<ChangeOutcome> noted(
            OpenRequest about, Because because, @Nullable String eventId) {
        return ledger.decide(
                        Decision.<ChangeOutcome>soon(
                                desk -> {
                                    Till.note(
                                            desk,
                                            Till.incident(
                                                    eventId,
                                                    because,
                                                    0,
                                                    about.edgeId(),
                                                    about.plateText()));
                                    Optional<Visit> visit =
                                            eventId == null
                                                    ? Optional.empty()
                                                    : desk.visit(eventId);
                                    return new ChangeOutcome.Done(visit.map(Visit::id).orElse(0L));
                                }))
                .exceptionally(unwritten(ChangeOutcome.Unavailable::new));
    }

    /**
     * Keeps what a device read of a car about which a person decided under another plate.
     *
     * @param eventId the visit of the car
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<ChangeOutcome> keepReading(String eventId, OpenRequest report) {
        return ledger.<ChangeOutcome>decide(desk -> intake.keepReading(desk, eventId, report))
                .exceptionally(unwritten(ChangeOutcome.Unavailable::new));
    }

    /**
     * What an answer is when nothing was written: the store's own words, or that this is a fault.
     */
    static <T> Function<Throwable, T> unwritten(Function<String, T> outcome) {
        return thrown -> {
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null
                            ? thrown.getCause()
                            : thrown;
            if (cause instanceof StoreException) {
                return outcome.apply(String.valueOf(cause.getMessage()));
            }
            LOG.error("A request at the gate failed", cause);
            return outcome.apply("internal fault; see the log");
        };
    }
}
