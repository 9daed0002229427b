package dev.gatehouse.api;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.gatehouse.api.Operation.Field;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.Sighting;
import dev.gatehouse.model.StayText;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** What cameras report: a car that went in or out, one that stands before the gate, and a pulse. */
final class EdgeRoutes {
    private static final Set<String> EVENT =
            PictureField.and(
                    "type",
                    "camera_id",
                    "camera_name",
                    "camera_type",
                    "event_id",
                    "timestamp",
                    "data");

    private static final Set<String> DETECTION =
            PictureField.and(
                    "edge_id",
                    "plate_id",
                    "plate_view",
                    "camera_id",
                    "camera_name",
                    "camera_type",
                    "direction",
                    "confidence",
                    "timestamp");

    private static final Set<String> HEARTBEAT =
            Set.of(
                    "camera_id",
                    "camera_name",
                    "camera_type",
                    "events_sent",
                    "events_failed",
                    "timestamp");

    private static final String NOT_INSIDE = "NOT_INSIDE";

    private final NodePort node;
    private final BodyReader reader;
    private final Answers answers;
    private final DetectedPictures pictures;
    private final Runnable camerasChanged;

    EdgeRoutes(
            NodePort node,
            BodyReader reader,
            Answers answers,
            DetectedPictures pictures,
            Runnable camerasChanged) {
        this.node = node;
        this.reader = reader;
        this.answers = answers;
        this.pictures = pictures;
        this.camerasChanged = camerasChanged;
    }

    void install(Operations routes) {
        routes.post("/api/edge/event", "A camera says which way a car went", this::event)
                .body(
                        "{\"type\":\"ENTRY\",\"camera_id\":1,\"data\":{\"plate_text\":\"29A-123.45\"}}",
                        Field.needs("type", Operation.Kind.TEXT),
                        Field.may("camera_id", Operation.Kind.WHOLE),
                        Field.may("camera_name", Operation.Kind.TEXT),
                        Field.may("camera_type", Operation.Kind.TEXT),
                        Field.may("event_id", Operation.Kind.TEXT),
                        Field.may("timestamp", Operation.Kind.TEXT, Operation.Kind.NUMBER),
                        Field.object(
                                "data",
                                Field.may("plate_text", Operation.Kind.TEXT),
                                Field.may("plate_view", Operation.Kind.TEXT),
                                Field.may("confidence", Operation.Kind.NUMBER),
                                Field.may("source", Operation.Kind.TEXT),
                                Field.may("edge_id", Operation.Kind.TEXT, Operation.Kind.NUMBER),
                                Field.may("timestamp", Operation.Kind.TEXT, Operation.Kind.NUMBER),
                                Field.may("image", Operation.Kind.TEXT)))
                .answers(PassJson.class)
                .also(400, InsideJson.class, AloneJson.class, Problem.ErrorJson.class);
        routes.post(
                        "/api/edge/detection",
                        "What is known of a car; writes nothing",
                        this::detection)
                .body(
                        "{\"edge_id\":\"edge-1\",\"plate_id\":\"29A12345\",\"direction\":\"EXIT\"}",
                        Field.needs("plate_id", Operation.Kind.TEXT),
                        Field.may("plate_view", Operation.Kind.TEXT),
                        Field.may("edge_id", Operation.Kind.TEXT, Operation.Kind.NUMBER),
                        Field.may("camera_id", Operation.Kind.WHOLE),
                        Field.may("camera_name", Operation.Kind.TEXT),
                        Field.may("camera_type", Operation.Kind.TEXT),
                        Field.may("direction", Operation.Kind.TEXT),
                        Field.may("confidence", Operation.Kind.NUMBER),
                        Field.may("image", Operation.Kind.TEXT))
                .answers(DetectionJson.class);
        routes.post("/api/edge/heartbeat", "A camera is there", this::heartbeat)
                .body(
                        "{\"camera_id\":1,\"camera_name\":\"Cong A\"}",
                        Field.needs("camera_id", Operation.Kind.WHOLE),
                        Field.may("camera_name", Operation.Kind.TEXT),
                        Field.may("camera_type", Operation.Kind.TEXT),
                        Field.may("events_sent", Operation.Kind.WHOLE),
                        Field.may("events_failed", Operation.Kind.WHOLE),
                        Field.may("timestamp", Operation.Kind.TEXT, Operation.Kind.NUMBER))
                .answers(HeardJson.class);
    }

    /**
     * The visit's name is made here, of the clock and the plate, whatever {@code event_id} the
     * camera gave: that one is given back, so that the camera knows its answer. An exit without an
     * entry is written all the same; the original's cameras are told the original's refusal, unless
     * the configuration says that they look at a lane.
     */
    private void event(Context ctx) {
        ZoneId zone = node.info().zone();
        Report report = reader.report(ctx, EVENT, body -> report(body, zone));
        String told = report.request().told();
        Passed passed = answers.await(node.gate().pass(report.way(), report.request()));
        switch (passed.outcome()) {
            case OpenOutcome.Entered in -> ctx.json(PassJson.of(in, told, passed.repeated(), zone));
            case OpenOutcome.Left out -> {
                if (out.entered() == null && !passed.laneConfigured()) {
                    ctx.status(400).json(AloneJson.of(out, told, passed.repeated()));
                } else {
                    ctx.json(PassJson.of(out, told, passed.repeated(), zone));
                }
            }
            case OpenOutcome.Refused(String field, String why) ->
                    throw new Problem(400, "BAD_FIELD", "data." + field + ": " + why);
            case OpenOutcome.Unavailable(String why) -> throw new Problem(503, "UNAVAILABLE", why);
            case OpenOutcome.AlreadyInside inside ->
                    ctx.status(400).json(InsideJson.of(inside, told, zone));
            case OpenOutcome.NotInside absent -> throw notInside(absent.plate());
            case OpenOutcome.AgainstLane lane -> throw BarrierRoutes.againstLane(lane);
            case OpenOutcome.FeeChanged _ ->
                    throw new IllegalStateException("cameras settle no fee");
        }
    }

    private record Report(GateEvent.Kind way, OpenRequest request) {}

    private Report report(Body body, ZoneId zone) {
        GateEvent.Kind way = way(body, "type");
        LooseFields loose = reader.loose(body);
        Body data = body.object("data");
        LooseFields looseData = reader.loose(data);
        LooseFields.Source camera = loose.camera();
        return new Report(
                way,
                new OpenRequest(
                        data.plateOrNothing("plate_text"),
                        looseData.text("plate_view"),
                        looseData.textOrNumber("edge_id"),
                        camera.id(),
                        camera.name(),
                        looseData.share("confidence"),
                        looseData.text("source"),
                        loose.key("event_id"),
                        seenAt(body, data, zone),
                        null,
                        PictureField.kept(node.pictures(), looseData, loose)));
    }

    /** Devices put their time beside the reading, or beside what the reading stands in. */
    private static @Nullable Instant seenAt(Body body, Body data, ZoneId zone) {
        Instant beside = data.deviceTime("timestamp", zone);
        return beside == null ? body.deviceTime("timestamp", zone) : beside;
    }

    static Problem notInside(Plate plate) {
        return new Problem(400, NOT_INSIDE, noEntry(plate));
    }

    private static String noEntry(Plate plate) {
        return PlateText.car(plate) + " không có record VÀO! Kiểm tra lại biển số.";
    }

    private static GateEvent.Kind way(Body body, String field) {
        String type = body.text(field);
        return switch (type.toUpperCase(Locale.ROOT)) {
            case "ENTRY", "DETECTION" -> GateEvent.Kind.ENTRY; // as the original takes it
            case "EXIT" -> GateEvent.Kind.EXIT;
            default -> throw body.badField(field, type, "ENTRY, EXIT or DETECTION");
        };
    }

    /** Writes nothing: the barrier's opening does, and has the picture then. */
    private void detection(Context ctx) {
        var picture = new AtomicReference<@Nullable Hash>();
        Body body =
                reader.report(
                        ctx,
                        DETECTION,
                        read -> {
                            picture.set(PictureField.kept(node.pictures(), reader.loose(read)));
                            pictures.detected(read.plate("plate_id"), picture.get());
                            return read.without(PictureField.NAMES);
                        });
        LooseFields loose = reader.loose(body);
        String asked = body.optionalText("direction");
        GateEvent.Kind told = asked == null ? null : way(body, "direction");
        String cameraType = loose.text("camera_type");
        LooseFields.Source camera = loose.camera();
        var report =
                new OpenRequest(
                        body.plate("plate_id"),
                        loose.text("plate_view"),
                        loose.textOrNumber("edge_id"),
                        camera.id(),
                        camera.name(),
                        loose.share("confidence"),
                        "auto",
                        null,
                        null,
                        null,
                        picture.get());
        switch (node.gate().sight(told, report)) {
            case Sighting.Unread _ ->
                    ctx.json(new DetectionJson(true, true, VehicleJson.unread(told, cameraType)));
            case Sighting.Refused(String field, String why) ->
                    throw new Problem(400, "BAD_FIELD", field + ": " + why);
            case Sighting.Seen seen -> {
                GateEvent.Kind otherwise =
                        seen.inside() == null ? GateEvent.Kind.ENTRY : GateEvent.Kind.EXIT;
                GateEvent.Kind way = told == null ? otherwise : told;
                ctx.json(
                        new DetectionJson(
                                true,
                                true,
                                VehicleJson.of(seen, way, cameraType, node.info().zone())));
            }
        }
    }

    private void heartbeat(Context ctx) {
        Body body = reader.device(ctx, HEARTBEAT);
        LooseFields loose = reader.loose(body);
        int id = loose.cameraId("camera_id");
        String name = loose.text("camera_name");
        String type = loose.text("camera_type");
        node.cameras()
                .heard(
                        new Camera.Word(
                                id,
                                name == null ? "Camera " + id : name,
                                type == null ? "" : type.toUpperCase(Locale.ROOT),
                                loose.count("events_sent"),
                                loose.count("events_failed"),
                                body.deviceTime("timestamp", node.info().zone())));
        camerasChanged.run();
        ctx.json(new HeardJson(true));
    }

    record HeardJson(boolean success) {}

    record InsideJson(
            boolean success,
            String error,
            String code,
            boolean alreadyInside,
            String entryTime,
            String eventId,
            String visitEventId) {
        static InsideJson of(OpenOutcome.AlreadyInside inside, @Nullable String told, ZoneId zone) {
            String since = TimeText.local(inside.since(), zone);
            return new InsideJson(
                    false,
                    "Xe " + inside.plate().view() + " đã ở trong bãi (vào lúc " + since + ")",
                    "ALREADY_INSIDE",
                    true,
                    since,
                    told == null ? inside.eventId() : told,
                    inside.eventId());
        }
    }

    /** An exit that is written although nobody saw the car come in, in the original's words. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record AloneJson(
            boolean success,
            String error,
            String code,
            boolean recorded,
            String eventId,
            String visitEventId,
            long historyId,
            @Nullable Review needsReview,
            @Nullable Boolean repeated) {
        static AloneJson of(OpenOutcome.Left out, @Nullable String told, boolean repeated) {
            return new AloneJson(
                    false,
                    noEntry(out.plate()),
                    NOT_INSIDE,
                    true,
                    told == null ? out.eventId() : told,
                    out.eventId(),
                    out.historyId(),
                    out.review(),
                    repeated ? true : null);
        }
    }

    record DetectionJson(boolean success, boolean allowed, VehicleJson vehicleInfo) {}

    /** The fields of the way that the car is going; those of the other are left out. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record VehicleJson(
            String plateId,
            String plateView,
            String direction,
            @Nullable String cameraType,
            @Nullable Boolean alreadyInside,
            @Nullable Boolean hasEntry,
            @Nullable String entryTime,
            @Nullable String entryFrom,
            @Nullable String duration,
            @Nullable Long fee,
            @Nullable String error,
            @Nullable PassHeldJson pass,
            @Nullable Boolean unread) {
        /** A car whose plate was not read; of it nothing is known. */
        static VehicleJson unread(GateEvent.@Nullable Kind way, @Nullable String cameraType) {
            Plate nobody = Plate.UNREAD;
            boolean exit = way == GateEvent.Kind.EXIT;
            return new VehicleJson(
                    PlateText.id(nobody),
                    PlateText.view(nobody),
                    exit ? "EXIT" : "ENTRY",
                    cameraType,
                    exit ? null : false,
                    exit ? false : null,
                    null,
                    null,
                    null,
                    null,
                    exit ? "No entry record found" : null,
                    null,
                    true);
        }

        static VehicleJson of(
                Sighting.Seen seen, GateEvent.Kind way, @Nullable String cameraType, ZoneId zone) {
            Visit inside = seen.inside();
            boolean exit = way == GateEvent.Kind.EXIT;
            boolean leaves = exit && inside != null;
            Fact.Pass pass = seen.pass();
            return new VehicleJson(
                    seen.plate().canonical(),
                    seen.plate().view(),
                    way.name(),
                    cameraType,
                    exit ? null : (Boolean) (inside != null),
                    exit ? (Boolean) (inside != null) : null,
                    inside == null ? null : TimeText.local(inside.entry().at(), zone),
                    inside == null ? null : inside.sourceCentral().value(),
                    leaves ? StayText.vietnamese(seen.seconds()) : null,
                    leaves ? (Long) seen.feeDong() : null,
                    exit && inside == null ? "No entry record found" : null,
                    pass == null ? null : PassHeldJson.of(pass),
                    null);
        }
    }

    /** A pass in force today. */
    record PassHeldJson(
            long id, @Nullable String type, @Nullable String ownerName, @Nullable String endDate) {
        static PassHeldJson of(Fact.Pass pass) {
            return new PassHeldJson(pass.id(), pass.type(), pass.ownerName(), pass.endDate());
        }
    }
}
