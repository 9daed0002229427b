package dev.gatehouse.ledger.codec;

import dev.gatehouse.model.Because;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Incident;
import dev.gatehouse.model.Located;
import dev.gatehouse.model.ParkingLot;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The fields of facts that concern no car, and back. Pure functions. */
final class SiteFacts {
    /** Minutes of a week: more is no free time but no fee. */
    private static final int MOST_FREE_MINUTES = 7 * 24 * 60;

    /** No stream has an event of a greater number: so many take 35 years at a thousand a second. */
    private static final long LAST_SEQ = 1L << 40;

    /** Places of the largest car park there is, ten times over. */
    private static final int MOST_PLACES = 1_000_000;

    /** Minutes of a day: who comes again later does not come again at once. */
    private static final int MOST_SAME_STAY_MINUTES = 24 * 60;

    private static final String CAP_PER_DAY = "cap_per_day";
    private static final String SAME_STAY_MINUTES = "same_stay_minutes";
    private static final String STAFF = "staff";
    private static final String STREAM = "stream";

    private SiteFacts() {}

    static Map<String, @Nullable Object> encode(Fact.OfSite fact) {
        var out = new HashMap<String, @Nullable Object>();
        switch (fact) {
            case Fact.ManualOpening opening -> {
                out.put("edge_id", opening.edgeId());
                out.put("plate_text", opening.plateText());
                out.put("reason", opening.reason());
                out.put(STAFF, opening.staff());
            }
            case Fact.Payment payment -> put(out, payment);
            case Incident incident -> put(out, incident);
            case Fact.Shift shift -> {
                out.put(STAFF, shift.staff());
                out.put("begins", shift.begins());
                out.put("cash", shift.cashDong());
                out.put("note", shift.note());
            }
            case Fact.Fees(FeeRules rules) -> {
                out.put("free_minutes", rules.freeMinutes());
                out.put("per_hour", rules.dongPerHour());
                out.put(CAP_PER_DAY, unlessZero(rules.capDong()));
                out.put(SAME_STAY_MINUTES, unlessZero(rules.sameStayMinutes()));
            }
            case Fact.Passes(List<Fact.Pass> passes, Fact.Part part) -> {
                out.put("passes", passes.stream().map(SiteFacts::pass).toList());
                if (part != null) {
                    out.put("list", part.list());
                    out.put("part", part.no());
                    out.put("parts", part.of());
                }
            }
            case Fact.Staff(List<Fact.Member> members) ->
                    out.put(STAFF, members.stream().map(SiteFacts::member).toList());
            case Located seen -> {
                out.put("event_id", seen.eventId());
                out.put("plate_id", seen.plateId());
                out.put("location", seen.location());
                out.put("location_time", seen.localTime());
                out.put("is_anomaly", seen.anomaly());
            }
            case ParkingLot lot -> {
                out.put("location_name", lot.locationName());
                out.put("capacity", lot.capacity());
                out.put("camera_id", lot.cameraId());
                out.put("camera_type", lot.cameraType());
                out.put("edge_id", lot.edgeId());
            }
            case Fact.Settings settings -> {
                out.put("site_name", settings.siteName());
                out.put("time_zone", settings.timeZone());
                out.put("capacity", settings.capacity());
            }
            case Fact.Erase erase -> {
                out.put("places", erase.places().stream().map(SiteFacts::place).toList());
                out.put("reason", erase.reason());
                out.put(STAFF, erase.staff());
            }
            case Fact.Withdraw(List<Fact.GivenUp> events) ->
                    out.put("events", events.stream().map(SiteFacts::givenUp).toList());
        }
        return out;
    }

    private static void put(Map<String, @Nullable Object> out, Fact.Payment payment) {
        out.put("event_id", payment.eventId());
        out.put("amount", payment.dong());
        out.put("method", payment.method());
        out.put("edge_id", payment.edgeId());
        out.put(STAFF, payment.staff());
        out.put("given", payment.givenDong());
    }

    private static void put(Map<String, @Nullable Object> out, Incident incident) {
        out.put("event_id", incident.eventId());
        out.put("reason", incident.reason().word());
        out.put("amount", incident.dong());
        out.put("edge_id", incident.edgeId());
        out.put("plate_text", incident.plateText());
        out.put("note", incident.note());
        out.put(STAFF, incident.staff());
    }

    /** Rules without it are written as they were before it existed. */
    private static @Nullable Long unlessZero(long number) {
        return number == 0 ? null : number;
    }

    private static Map<String, Object> pass(Fact.Pass pass) {
        var out = new HashMap<String, @Nullable Object>();
        out.put("id", pass.id());
        out.put("plate_number", pass.plateNumber());
        out.put("owner_name", pass.ownerName());
        out.put("type", pass.type());
        out.put("status", pass.status());
        out.put("start_date", pass.startDate());
        out.put("end_date", pass.endDate());
        out.put("phone", pass.phone());
        out.put("note", pass.note());
        return known(out);
    }

    private static Map<String, Object> member(Fact.Member member) {
        var out = new HashMap<String, @Nullable Object>();
        out.put("id", member.id());
        out.put("name", member.name());
        out.put("position", member.position());
        out.put("phone", member.phone());
        out.put("shift", member.shift());
        out.put("status", member.status());
        return known(out);
    }

    private static Map<String, Object> place(Fact.Place place) {
        return Map.of(STREAM, place.stream().toString(), "seq", place.seq());
    }

    private static Map<String, Object> givenUp(Fact.GivenUp event) {
        return Map.of(
                STREAM,
                event.stream().toString(),
                "seq",
                event.seq(),
                "leaf",
                event.leaf().toString());
    }

    /** Without the fields of which nothing is known. */
    static Map<String, Object> known(Map<String, @Nullable Object> fields) {
        var out = new HashMap<String, Object>();
        fields.forEach(
                (name, value) -> {
                    if (value != null) {
                        out.put(name, value);
                    }
                });
        return out;
    }

    /**
     * @return null where the kind is none of these
     * @throws IllegalArgumentException where a field cannot be used
     */
    static Fact.@Nullable OfSite decode(String kind, Fields in) {
        return switch (kind) {
            case Fact.ManualOpening.KIND ->
                    new Fact.ManualOpening(
                            in.text("edge_id", Fields.TEXT),
                            in.text("plate_text", Fields.TEXT),
                            in.remark("reason"),
                            in.text(STAFF, Fields.TEXT));
            case Fact.Payment.KIND ->
                    new Fact.Payment(
                            in.text("event_id", Fields.TEXT),
                            in.amount("amount"),
                            in.text("method"),
                            in.text("edge_id", Fields.TEXT),
                            in.text(STAFF, Fields.TEXT),
                            in.optionalAmount("given", 0, Fields.AMOUNT));
            case Incident.KIND -> incident(in);
            case Fact.Shift.KIND ->
                    new Fact.Shift(
                            in.text(STAFF),
                            in.truth("begins"),
                            in.optionalAmount("cash", -Fields.AMOUNT, Fields.AMOUNT),
                            in.text("note", Fields.REMARK));
            case Fact.Fees.KIND ->
                    new Fact.Fees(
                            new FeeRules(
                                    (int) in.amount("free_minutes", 0, MOST_FREE_MINUTES),
                                    in.amount("per_hour", 0, Fields.AMOUNT),
                                    in.amountOrZero(CAP_PER_DAY, Fields.AMOUNT),
                                    (int)
                                            in.amountOrZero(
                                                    SAME_STAY_MINUTES, MOST_SAME_STAY_MINUTES)));
            case Fact.Passes.KIND ->
                    new Fact.Passes(in.list("passes", 0, SiteFacts::pass), part(in));
            case Fact.Staff.KIND -> new Fact.Staff(in.list(STAFF, 0, SiteFacts::member));
            case Fact.Settings.KIND -> settings(in);
            case Fact.Erase.KIND ->
                    new Fact.Erase(
                            in.list("places", 1, SiteFacts::place),
                            in.text("reason", Fields.REMARK),
                            in.text(STAFF, Fields.TEXT));
            case Fact.Withdraw.KIND -> new Fact.Withdraw(in.list("events", 1, SiteFacts::givenUp));
            default -> null;
        };
    }

    private static Incident incident(Fields in) {
        Because.Reason reason =
                Because.Reason.of(in.text("reason"))
                        .orElseThrow(
                                () -> // a later version's, which folds it
                                new IllegalArgumentException(
                                                "reason: none that this version knows"));
        return new Incident(
                in.text("event_id", Fields.TEXT),
                reason,
                in.amount("amount"),
                in.text("edge_id", Fields.TEXT),
                in.text("plate_text", Fields.TEXT),
                in.text("note", Fields.REMARK),
                in.text(STAFF));
    }

    private static Fact.@Nullable Part part(Fields in) {
        String list = in.text("list", Fields.TEXT);
        if (list == null) {
            return null;
        }
        int of = (int) in.amount("parts", 1, PassParts.MAX);
        return new Fact.Part(list, (int) in.amount("part", 1, of), of);
    }

    /**
     * @return null where the kind is none that originals tell
     * @throws IllegalArgumentException where a field cannot be used
     */
    static Fact.@Nullable OfSite takenIn(String kind, Fields in) {
        return switch (kind) {
            case Located.KIND ->
                    new Located(
                            in.text("event_id", Fields.TEXT),
                            in.text("plate_id"),
                            in.text("location"),
                            TimeText.checked("location_time", in.text("location_time")),
                            in.truth("is_anomaly"));
            case ParkingLot.KIND -> {
                Long capacity = in.optionalAmount("capacity", 0, MOST_PLACES);
                yield new ParkingLot(
                        in.text("location_name"),
                        capacity == null ? null : capacity.intValue(),
                        in.text("camera_id", Fields.TEXT),
                        in.text("camera_type", Fields.TEXT),
                        in.text("edge_id", Fields.TEXT));
            }
            default -> null;
        };
    }

    private static Fact.Pass pass(Fields in) {
        return new Fact.Pass(
                in.amount("id"),
                in.text("plate_number"),
                in.text("owner_name", Fields.TEXT),
                in.text("type", Fields.TEXT),
                in.text("status", Fields.TEXT),
                in.text("start_date", Fields.TEXT),
                in.text("end_date", Fields.TEXT),
                in.text("phone", Fields.TEXT),
                in.text("note", Fields.REMARK));
    }

    private static Fact.Member member(Fields in) {
        return new Fact.Member(
                in.amount("id"),
                in.text("name"),
                in.text("position", Fields.TEXT),
                in.text("phone", Fields.TEXT),
                in.text("shift", Fields.TEXT),
                in.text("status", Fields.TEXT));
    }

    private static Fact.Settings settings(Fields in) {
        String zone = in.text("time_zone", Fields.TEXT);
        if (zone != null) {
            try {
                ZoneId.of(zone);
            } catch (DateTimeException e) {
                throw new IllegalArgumentException(
                        "time_zone: expected a name such as Asia/Ho_Chi_Minh", e);
            }
        }
        Long capacity = in.optionalAmount("capacity", 0, MOST_PLACES);
        return new Fact.Settings(
                in.text("site_name", Fields.TEXT),
                zone,
                capacity == null ? null : capacity.intValue());
    }

    private static Fact.Place place(Fields in) {
        return new Fact.Place(StreamId.parse(in.text(STREAM)), in.amount("seq", 1, LAST_SEQ));
    }

    private static Fact.GivenUp givenUp(Fields in) {
        return new Fact.GivenUp(
                StreamId.parse(in.text(STREAM)),
                in.amount("seq", 1, LAST_SEQ),
                Hash.parse(in.text("leaf")));
    }
}
