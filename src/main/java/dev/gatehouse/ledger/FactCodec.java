package dev.gatehouse.ledger;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Plate;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.HashMap;
import java.util.Map;

/** Facts as canonical payloads, and back. Thread-safe. */
final class FactCodec {
    /** Levels of a payload: ours have one; an unknown kind may have a few more. */
    private static final int MAX_DEPTH = 16;

    /** Of đồng or seconds; larger than any real one, and the sum of a day of them fits a long. */
    private static final long MAX_AMOUNT = 1_000_000_000_000_000L;

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

    /**
     * @param salt eight random bytes in hex, so that an erased payload cannot be guessed from its
     *     hash
     */
    Blob encode(Fact fact, String salt) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("event_id", fact.eventId());
        fields.put("plate_id", fact.plate().canonical());
        fields.put("salt", salt);
        putIfKnown(fields, "edge_id", fact.edgeId());
        switch (fact) {
            case Fact.Entry entry -> {
                fields.put("plate_view", entry.plate().view());
                putReading(fields, entry.reading());
            }
            case Fact.EntryConfirmed _ -> {}
            case Fact.Exit exit -> {
                fields.put("plate_view", exit.plate().view());
                putReading(fields, exit.reading());
                fields.put("fee", exit.feeDong());
                fields.put("seconds", exit.seconds());
            }
        }
        return Blob.of(CanonicalJson.object(fields));
    }

    private static void putReading(Map<String, @Nullable Object> fields, Fact.Reading reading) {
        putIfKnown(fields, "camera_id", reading.cameraId());
        putIfKnown(fields, "camera_name", reading.cameraName());
        Double confidence = reading.confidence();
        putIfKnown(
                fields,
                "confidence",
                confidence == null || !Double.isFinite(confidence) ? null : confidence);
        putIfKnown(fields, "source", reading.source());
    }

    private static void putIfKnown(
            Map<String, @Nullable Object> fields, String key, @Nullable Object value) {
        if (value != null) {
            fields.put(key, value);
        }
    }

    /** What an event turned out to say. */
    sealed interface Decoded {
        record Known(Fact fact) implements Decoded {}

        /** A kind from a later version: held and relayed, not folded. */
        record Unknown() implements Decoded {}

        /** A known kind whose payload cannot be used: held and relayed, not folded. */
        record Unusable(String why) implements Decoded {}
    }

    Decoded decode(LedgerEvent event) {
        if (event.src() != LedgerEvent.Source.NODE
                || !event.id().equals(Merkle.firstId(event.stream(), event.seq()))) {
            // taken in from an original, or written again after a fork: a later version's business
            return new Decoded.Unknown();
        }
        if (event.hlc().value() < 0 || event.hlc().ms() >= FoldKey.LAST_MS) {
            return new Decoded.Unusable("clock: nothing happens in that year");
        }
        try {
            return switch (event.kind()) {
                case Fact.Entry.KIND -> {
                    JsonNode in = read(event);
                    Plate plate = plate(in);
                    yield new Decoded.Known(
                            new Fact.Entry(
                                    visitName(in, event, plate),
                                    plate,
                                    optText(in, "edge_id"),
                                    reading(in)));
                }
                case Fact.EntryConfirmed.KIND -> {
                    JsonNode in = read(event);
                    String plate = text(in, "plate_id");
                    yield new Decoded.Known(
                            new Fact.EntryConfirmed(
                                    text(in, "event_id"),
                                    new Plate(plate, plate),
                                    optText(in, "edge_id")));
                }
                case Fact.Exit.KIND -> {
                    JsonNode in = read(event);
                    yield new Decoded.Known(
                            new Fact.Exit(
                                    text(in, "event_id"),
                                    plate(in),
                                    optText(in, "edge_id"),
                                    reading(in),
                                    amount(in, "fee"),
                                    amount(in, "seconds")));
                }
                default -> new Decoded.Unknown();
            };
        } catch (JacksonException e) {
            return new Decoded.Unusable("not JSON: " + e.getOriginalMessage());
        } catch (IllegalArgumentException e) {
            return new Decoded.Unusable(String.valueOf(e.getMessage()));
        }
    }

    private JsonNode read(LedgerEvent event) {
        JsonNode in = json.readTree(event.payload().bytes());
        if (!in.isObject()) {
            throw new IllegalArgumentException("payload is not an object");
        }
        return in;
    }

    private static String text(JsonNode in, String field) {
        String value = optText(in, field);
        if (value == null || value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException(field + ": expected a text of 1 to 200 letters");
        }
        return value;
    }

    /**
     * The name of the visit that an entry begins. It says what the event says too; were it any
     * other, two cars could share a name, and an exit could come before its entry.
     */
    private static String visitName(JsonNode in, LedgerEvent event, Plate plate) {
        String name = text(in, "event_id");
        String expected = event.central() + "_" + event.hlc().ms() + "_" + plate.canonical();
        if (!name.equals(expected)) {
            // not the name itself: it names a car, and this may be logged
            throw new IllegalArgumentException(
                    "event_id: not the name that its central, clock and plate give");
        }
        return name;
    }

    private static @Nullable String optText(JsonNode in, String field) {
        JsonNode value = in.get(field);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static long amount(JsonNode in, String field) {
        JsonNode value = in.get(field);
        if (value == null
                || !value.isIntegralNumber()
                || !value.canConvertToLong()
                || Math.abs(value.longValue()) > MAX_AMOUNT) {
            throw new IllegalArgumentException(
                    field + ": expected a whole number of at most " + MAX_AMOUNT);
        }
        return value.longValue();
    }

    private static Plate plate(JsonNode in) {
        String canonical = text(in, "plate_id");
        String view = optText(in, "plate_view");
        return new Plate(canonical, view == null ? canonical : view);
    }

    private static Fact.Reading reading(JsonNode in) {
        JsonNode camera = in.get("camera_id");
        JsonNode confidence = in.get("confidence");
        return new Fact.Reading(
                camera != null && camera.canConvertToInt() ? camera.intValue() : null,
                optText(in, "camera_name"),
                confidence != null && confidence.isNumber() ? confidence.doubleValue() : null,
                optText(in, "source"));
    }
}
