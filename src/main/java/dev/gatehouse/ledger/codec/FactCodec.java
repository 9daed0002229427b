package dev.gatehouse.ledger.codec;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Incident;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Located;
import dev.gatehouse.model.ParkingLot;
import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Facts as canonical payloads, and back. Thread-safe. */
public final class FactCodec {
    /** Levels of a payload: ours have three; an unknown kind may have a few more. */
    private static final int MAX_DEPTH = 16;

    private static final String EVENT_ID = "event_id";
    private static final String PLATE_ID = "plate_id";
    private static final String PLATE_VIEW = "plate_view";
    private static final String EDGE_ID = "edge_id";
    private static final String REASON = "reason";
    private static final String STAFF = "staff";
    private static final String ALONE = "alone";
    private static final String MISSED = "missed";
    private static final String TOLD = "told";
    private static final String SEEN_MS = "seen_ms";
    private static final String SEEN_RELIABLE = "seen_reliable";
    private static final String CLOCK_DOUBTFUL = "clock_doubtful";
    private static final String PICTURE = "picture";

    private final JsonMapper json =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    .build())
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final ZoneId zone;
    private final FoldVersion edition;

    /**
     * @param zone the ledger's, in which the local times of originals are read
     */
    public FactCodec(ZoneId zone) {
        this(zone, FoldVersion.OURS);
    }

    /**
     * @param edition says which kinds there are
     */
    public FactCodec(ZoneId zone, FoldVersion edition) {
        this.zone = zone;
        this.edition = edition;
    }

    public FoldVersion edition() {
        return edition;
    }

    public ZoneId zone() {
        return zone;
    }

    /**
     * @param salt eight random bytes in hex, so that an erased payload cannot be guessed from its
     *     hash
     */
    public Blob encode(Fact fact, String salt) {
        Map<String, @Nullable Object> fields =
                switch (fact) {
                    case Fact.OfCar car -> encode(car);
                    case Fact.OfSite site -> SiteFacts.encode(site);
                };
        fields.put("salt", salt);
        return Blob.of(CanonicalJson.object(SiteFacts.known(fields)));
    }

    private static Map<String, @Nullable Object> encode(Fact.OfCar fact) {
        var fields = new HashMap<String, @Nullable Object>();
        fields.put(EVENT_ID, fact.eventId());
        Plate plate = fact.plate();
        fields.put(PLATE_ID, plate == null ? null : plate.canonical());
        switch (fact) {
            case Fact.Entry entry -> {
                fields.put(PLATE_VIEW, entry.plate().view());
                fields.put(EDGE_ID, entry.edgeId());
                fields.put("entry_time", entry.localTime());
                put(fields, entry.reading());
            }
            case Fact.EntryConfirmed confirmed -> fields.put(EDGE_ID, confirmed.edgeId());
            case Fact.Reread reread -> {
                fields.put("text", reread.text());
                put(fields, reread.reading());
            }
            case Fact.Exit exit -> {
                fields.put(PLATE_VIEW, plate == null ? null : plate.view());
                fields.put(EDGE_ID, exit.edgeId());
                fields.put("exit_time", exit.localTime());
                put(fields, exit.reading());
                fields.put("fee", exit.feeDong());
                fields.put("seconds", exit.seconds());
                fields.put(ALONE, exit.alone() ? true : null);
                fields.put(MISSED, exit.missed() ? true : null);
            }
            case Fact.Correction fixed -> {
                fields.put(PLATE_ID, fixed.plateId());
                fields.put(PLATE_VIEW, fixed.plateView());
                fields.put(REASON, fixed.reason());
                fields.put(STAFF, fixed.staff());
                fields.put("updated_at", fixed.updatedAt());
            }
            case Fact.Voided voided -> {
                fields.put(REASON, voided.reason());
                fields.put(STAFF, voided.staff());
            }
            case ExitUndone undone -> {
                fields.put("exit", undone.exit().toString());
                fields.put(STAFF, undone.staff());
            }
        }
        return fields;
    }

    private static void put(Map<String, @Nullable Object> fields, Fact.Reading reading) {
        Double confidence = reading.confidence();
        boolean usable = confidence != null && Double.isFinite(confidence);
        fields.put("camera_id", reading.cameraId());
        fields.put("camera_name", reading.cameraName());
        fields.put("confidence", usable ? confidence : null);
        fields.put("source", reading.source());
        fields.put(TOLD, reading.told());
        Fact.Seen seen = reading.seen();
        fields.put(SEEN_MS, seen == null ? null : seen.ms());
        fields.put(SEEN_RELIABLE, seen != null && seen.reliable() ? true : null);
        fields.put(CLOCK_DOUBTFUL, reading.clockDoubtful() ? true : null);
        Hash picture = reading.picture();
        fields.put(PICTURE, picture == null ? null : picture.toString());
    }

    /**
     * @throws IllegalArgumentException where peers would refuse it, or no sense can be made of it
     */
    public DecodedFact requireUsable(LedgerEvent event) {
        if (event.payload().length() > LedgerEvent.MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    "payload of "
                            + event.payload().length()
                            + " bytes, at most "
                            + LedgerEvent.MAX_PAYLOAD);
        }
        DecodedFact taken = decode(event);
        if (taken instanceof DecodedFact.Unusable(String why)) {
            throw new IllegalArgumentException(why);
        }
        return taken;
    }

    public DecodedFact decode(LedgerEvent event) {
        return decode(event, () -> new JsonFields(json.readTree(event.payload().bytes())));
    }

    /**
     * As {@link #decode(LedgerEvent)}, at a third of the cost.
     *
     * @param values those of the event's payload
     */
    public DecodedFact decode(LedgerEvent event, PlainValues values) {
        try {
            return decode(event, () -> new PlainFields(values));
        } catch (PlainFields.Unlike parsed) {
            return decode(event);
        }
    }

    private DecodedFact decode(LedgerEvent event, Supplier<Fields> payload) {
        if (event.erased()) { // as if it had never been
            return new DecodedFact.Unknown();
        }
        if (edition.lacks().contains(event.kind())) {
            return new DecodedFact.Unknown();
        }
        if (event.hlc().value() < 0 || event.hlc().ms() >= FoldKey.LAST_MS) {
            return new DecodedFact.Unusable("clock: nothing happens in that year");
        }
        try {
            Fact fact =
                    switch (event.src()) {
                        case NODE -> made(event, payload);
                        case IMPORTED -> takenIn(event, payload);
                    };
            return fact == null ? new DecodedFact.Unknown() : new DecodedFact.Known(fact);
        } catch (JacksonException e) {
            return new DecodedFact.Unusable("not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return new DecodedFact.Unusable(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The fact of an event, as the fold takes it.
     *
     * @param stream the short number of its stream
     * @return null where it is of no car
     */
    @Nullable
    public FoldFact ofCar(LedgerEvent event, int stream) {
        return decode(event) instanceof DecodedFact.Known(Fact.OfCar fact)
                ? FoldFact.of(event, fact, zone, stream)
                : null;
    }

    /** Null where its kind is not known. */
    private static @Nullable Fact made(LedgerEvent event, Supplier<Fields> payload) {
        return switch (event.kind()) {
            case Fact.Entry.KIND -> {
                Fields in = payload.get();
                Plate plate = plate(in);
                yield new Fact.Entry(
                        visitName(in, event, plate), plate, in.loose(EDGE_ID), reading(in));
            }
            case Fact.EntryConfirmed.KIND -> {
                Fields in = payload.get();
                String plate = in.text(PLATE_ID);
                yield new Fact.EntryConfirmed(
                        in.text(EVENT_ID), new Plate(plate, plate), in.loose(EDGE_ID));
            }
            case Fact.Reread.KIND -> {
                Fields in = payload.get();
                yield new Fact.Reread(in.text(EVENT_ID), in.text("text"), reading(in));
            }
            case Fact.Exit.KIND -> exit(event, payload.get());
            case Fact.Correction.KIND -> correction(payload.get(), null);
            case Fact.Voided.KIND -> {
                Fields in = payload.get();
                yield new Fact.Voided(
                        in.text(EVENT_ID),
                        in.text(REASON, Fields.REMARK),
                        in.text(STAFF, Fields.TEXT));
            }
            case ExitUndone.KIND -> {
                Fields in = payload.get();
                yield new ExitUndone(
                        in.text(EVENT_ID), EventId.parse(in.text("exit")), in.text(STAFF));
            }
            case Fact.ManualOpening.KIND,
                    Fact.Payment.KIND,
                    Incident.KIND,
                    Fact.Shift.KIND,
                    Fact.Fees.KIND,
                    Fact.Passes.KIND,
                    Fact.Staff.KIND,
                    Fact.Settings.KIND,
                    Fact.Erase.KIND,
                    Fact.Withdraw.KIND ->
                    SiteFacts.decode(event.kind(), payload.get());
            default -> null;
        };
    }

    private static Fact.Exit exit(LedgerEvent event, Fields in) {
        Plate plate = plate(in);
        boolean alone = in.has(ALONE);
        return new Fact.Exit(
                alone ? visitName(in, event, plate) : in.text(EVENT_ID),
                plate,
                in.loose(EDGE_ID),
                reading(in),
                in.amount("fee"),
                in.amount("seconds"),
                null,
                alone,
                in.has(MISSED));
    }

    /** Null where facts of that kind are not taken in, or its kind is not known. */
    private static @Nullable Fact takenIn(LedgerEvent event, Supplier<Fields> payload) {
        Fact fact =
                switch (event.kind()) {
                    case Fact.Entry.KIND -> {
                        Fields in = payload.get();
                        String name = in.text(EVENT_ID);
                        yield new Fact.Entry(
                                name,
                                plateOfEntry(in, name),
                                in.loose(EDGE_ID),
                                reading(in),
                                TimeText.checked("entry_time", in.text("entry_time")));
                    }
                    case Fact.Exit.KIND -> {
                        Fields in = payload.get();
                        String name = in.text(EVENT_ID, Fields.TEXT);
                        yield new Fact.Exit(
                                name,
                                name == null || in.text(PLATE_ID, Fields.TEXT) != null
                                        ? plate(in)
                                        : null,
                                in.loose(EDGE_ID),
                                reading(in),
                                in.amount("fee"),
                                in.amount("seconds"),
                                TimeText.checked("exit_time", in.text("exit_time")));
                    }
                    case Fact.Correction.KIND -> {
                        Fields in = payload.get();
                        in.text(PLATE_ID);
                        yield correction(in, TimeText.checked("updated_at", in.text("updated_at")));
                    }
                    case Fact.Voided.KIND ->
                            new Fact.Voided(payload.get().text(EVENT_ID), null, null);
                    case Located.KIND, ParkingLot.KIND ->
                            SiteFacts.takenIn(event.kind(), payload.get());
                    default -> null;
                };
        EventId id = fact == null ? null : TakenId.of(fact);
        if (id != null && !id.equals(event.id())) {
            throw new IllegalArgumentException("id: not the one that its content gives");
        }
        return fact;
    }

    /** The plate in the name of the visit; that of the row where the name has none. */
    private static Plate plateOfEntry(Fields in, String name) {
        String named = VisitName.plate(name);
        Plate told = plate(in);
        return named == null || named.equals(told.canonical()) ? told : new Plate(named, named);
    }

    private static Fact.Correction correction(Fields in, @Nullable String updatedAt) {
        var fixed =
                new Fact.Correction(
                        in.text(EVENT_ID),
                        in.text(PLATE_ID, Fields.TEXT),
                        in.text(PLATE_VIEW, Fields.TEXT),
                        in.text(REASON, Fields.REMARK),
                        in.text(STAFF, Fields.TEXT),
                        updatedAt);
        if ("".equals(fixed.plateId()) || "".equals(fixed.plateView())) {
            throw new IllegalArgumentException("a correction to no plate: void the visit instead");
        }
        if (fixed.plateId() == null && fixed.plateView() == null) {
            throw new IllegalArgumentException("a correction without a field to correct");
        }
        return fixed;
    }

    /**
     * The name of the visit that an entry begins, or that an exit without one stands for. It says
     * what the event says too; were it any other, two cars could share a name, and an exit could
     * come before its entry.
     */
    private static String visitName(Fields in, LedgerEvent event, Plate plate) {
        String name = in.text(EVENT_ID);
        String expected = event.central() + "_" + event.hlc().ms() + "_" + plate.canonical();
        if (!name.equals(expected)) {
            // not the name itself: it names a car, and this may be logged
            throw new IllegalArgumentException(
                    "event_id: not the name that its central, clock and plate give");
        }
        return name;
    }

    private static Plate plate(Fields in) {
        String canonical = in.text(PLATE_ID);
        String view = in.loose(PLATE_VIEW);
        return new Plate(canonical, view == null ? canonical : view);
    }

    private static Fact.Reading reading(Fields fields) {
        return new Fact.Reading(
                fields.looseInt("camera_id"),
                fields.loose("camera_name"),
                fields.number("confidence"),
                fields.loose("source"),
                fields.loose(TOLD),
                seen(fields),
                fields.has(CLOCK_DOUBTFUL),
                picture(fields.loose(PICTURE)));
    }

    /** Null where none is named, or none can be: the car counts all the same. */
    private static @Nullable Hash picture(@Nullable String text) {
        try {
            return text == null ? null : Hash.parse(text);
        } catch (IllegalArgumentException noHash) {
            return null;
        }
    }

    /** Null where a device told no instant, or one at which no device can have seen anything. */
    private static Fact.@Nullable Seen seen(Fields fields) {
        Long ms = fields.looseLong(SEEN_MS);
        return ms != null && ms > 0 && ms < FoldKey.LAST_MS
                ? new Fact.Seen(ms, fields.has(SEEN_RELIABLE))
                : null;
    }
}
