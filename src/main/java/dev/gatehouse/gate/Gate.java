package dev.gatehouse.gate;

import dev.gatehouse.ledger.Decision;
import dev.gatehouse.ledger.Desk;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.StoreException;
import dev.gatehouse.model.ChangeOutcome;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.CorrectionRequest;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.PassOutcome;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.Visit;
import dev.gatehouse.plate.Plates;
import dev.gatehouse.plate.Reading;
import dev.gatehouse.tariff.Charge;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/** One booth's gate. Any thread may call; every answer comes after the commit. */
public final class Gate {
    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);

    /** The source that the window names, and an edge where a person typed. */
    private static final String TYPED = "manual";

    private final Ledger ledger;
    private final SiteBook site;

    /**
     * @param site says what is charged
     */
    public Gate(Ledger ledger, SiteBook site) {
        this.ledger = ledger;
        this.site = site;
    }

    /**
     * Lets a car in, or out where it is inside.
     *
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<OpenOutcome> open(OpenRequest request) {
        return switch (read(request)) {
            case Reading.Unread unread ->
                    CompletableFuture.completedFuture(
                            new OpenOutcome.Refused("plate_id", unread.why()));
            case Reading.Refused refused ->
                    CompletableFuture.completedFuture(
                            new OpenOutcome.Refused("plate_id", refused.why()));
            case Reading.Read read ->
                    ledger.decide(
                                    Decision.<OpenOutcome>soon(
                                            desk -> decide(desk, read.plate(), request)))
                            .exceptionally(unwritten(OpenOutcome.Unavailable::new));
        };
    }

    private OpenOutcome decide(Desk desk, Plate plate, OpenRequest request) {
        Optional<Visit> inside = desk.openVisit(plate);
        return inside.isPresent()
                ? letOut(desk, inside.get(), plate, request)
                : letIn(desk, plate, request);
    }

    /**
     * A camera says which way a car went.
     *
     * @return completes after the commit, never exceptionally
     */
    public CompletableFuture<PassOutcome> pass(GateEvent.Kind way, OpenRequest request) {
        return switch (read(request)) {
            case Reading.Unread unread ->
                    CompletableFuture.completedFuture(
                            new PassOutcome.Done(
                                    new OpenOutcome.Refused("plate_text", unread.why())));
            case Reading.Refused refused ->
                    CompletableFuture.completedFuture(
                            new PassOutcome.Done(
                                    new OpenOutcome.Refused("plate_text", refused.why())));
            case Reading.Read read ->
                    ledger.<PassOutcome>decide(desk -> pass(desk, read.plate(), way, request))
                            .exceptionally(
                                    unwritten(
                                            why ->
                                                    new PassOutcome.Done(
                                                            new OpenOutcome.Unavailable(why))));
        };
    }

    private PassOutcome pass(Desk desk, Plate plate, GateEvent.Kind way, OpenRequest request) {
        Visit inside = desk.openVisit(plate).orElse(null);
        return switch (way) {
            case ENTRY ->
                    inside == null
                            ? new PassOutcome.Done(letIn(desk, plate, request))
                            : new PassOutcome.AlreadyInside(
                                    plate, inside.entry().at(), inside.eventId());
            case EXIT -> {
                if (inside != null) {
                    yield new PassOutcome.Done(letOut(desk, inside, plate, request));
                }
                Visit alike = onlyAlike(plate, desk::openVisit);
                yield alike == null
                        ? new PassOutcome.NotInside(plate)
                        : new PassOutcome.Done(letOut(desk, alike, alike.plate(), request));
            }
        };
    }

    /**
     * The one car inside that a camera would read so: it came as Đ and is seen to leave as D. None
     * where there are two. At an entry it may be another car, so there it is only named.
     */
    private static @Nullable Visit onlyAlike(Plate plate, Function<Plate, Optional<Visit>> inside) {
        List<Visit> alike =
                Plates.alike(plate.canonical()).stream()
                        .map(spelling -> inside.apply(new Plate(spelling, spelling)))
                        .flatMap(Optional::stream)
                        .toList();
        return alike.size() == 1 ? alike.getFirst() : null;
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
        return switch (Plates.typed(plateText, plateView)) {
            case Reading.Unread unread -> new Sighting.Refused("plate_id", unread.why());
            case Reading.Refused refused -> new Sighting.Refused("plate_id", refused.why());
            case Reading.Read(Plate plate) -> {
                Visit inside = ledger.visits().inside(plate).orElse(null);
                Visit alike =
                        inside == null ? onlyAlike(plate, p -> ledger.visits().inside(p)) : null;
                yield alike != null && way == GateEvent.Kind.EXIT
                        ? seen(alike.plate(), alike, null, now)
                        : seen(plate, inside, alike, now);
            }
        };
    }

    private Sighting.Seen seen(
            Plate plate, @Nullable Visit inside, @Nullable Visit alike, Instant now) {
        return new Sighting.Seen(
                plate,
                Plates.isUsual(plate),
                inside,
                inside == null ? null : site.due(inside, now),
                site.passOf(plate, now),
                alike);
    }

    private static OpenOutcome letIn(Desk desk, Plate plate, OpenRequest request) {
        Visit visit =
                desk.append(
                        plate,
                        hlc ->
                                new Fact.Entry(
                                        desk.central() + "_" + hlc.ms() + "_" + plate.canonical(),
                                        plate,
                                        request.edgeId(),
                                        reading(request)));
        return new OpenOutcome.Entered(visit.eventId(), visit.id(), plate, visit.entry().at());
    }

    private OpenOutcome letOut(Desk desk, Visit inside, Plate plate, OpenRequest request) {
        Charge charge = site.charge(desk, inside, desk.now());
        Visit visit =
                desk.append(
                        plate,
                        _ ->
                                new Fact.Exit(
                                        inside.eventId(),
                                        plate,
                                        request.edgeId(),
                                        reading(request),
                                        charge.feeDong(),
                                        charge.seconds()));
        return new OpenOutcome.Left(
                visit.eventId(),
                visit.id(),
                plate,
                inside.entry().at(),
                desk.now(),
                Duration.ofSeconds(charge.seconds()),
                charge.feeDong());
    }

    /** What a person typed is a plate in more cases than what a device sent. */
    private static Reading read(OpenRequest request) {
        return TYPED.equals(request.source())
                ? Plates.typed(request.plateText(), request.plateView())
                : Plates.read(request.plateText(), request.plateView());
    }

    private static Fact.Reading reading(OpenRequest request) {
        return new Fact.Reading(
                request.cameraId(), request.cameraName(), request.confidence(), request.source());
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
            case Reading.Read read ->
                    ledger.decide(desk -> confirm(desk, read.plate(), edgeId))
                            .exceptionally(unwritten(CloseOutcome.Unavailable::new));
        };
    }

    private static CloseOutcome confirm(Desk desk, Plate plate, @Nullable String edgeId) {
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

    private static ChangeOutcome correct(Desk desk, Plate right, CorrectionRequest request) {
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

    private static ChangeOutcome remove(
            Desk desk, long historyId, @Nullable String reason, @Nullable String staff) {
        Optional<Visit> found = desk.visit(historyId);
        if (found.isEmpty()) {
            return new ChangeOutcome.NotFound(historyId);
        }
        Visit visit = found.get();
        desk.amend(List.of(visit.plate()), new Fact.Voided(visit.eventId(), reason, staff));
        return new ChangeOutcome.Done(historyId);
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
