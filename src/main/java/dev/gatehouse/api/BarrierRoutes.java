package dev.gatehouse.api;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.gatehouse.api.Operation.Field;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Review;
import dev.gatehouse.model.StayText;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Set;

/** What cameras and attendants' scripts send: open and close the barrier. */
final class BarrierRoutes {
    private static final Set<String> OPEN_FIELDS =
            PictureField.and(
                    "edge_id",
                    "plate_id",
                    "plate_view",
                    "action",
                    "event_id",
                    "camera_id",
                    "camera_name",
                    "confidence",
                    "source");

    private static final Set<String> CLOSE_FIELDS = Set.of("edge_id", "plate_id");

    private final NodePort node;
    private final BodyReader reader;
    private final Answers answers;
    private final DetectedPictures pictures;

    BarrierRoutes(NodePort node, BodyReader reader, Answers answers, DetectedPictures pictures) {
        this.node = node;
        this.reader = reader;
        this.answers = answers;
        this.pictures = pictures;
    }

    void install(Operations routes) {
        routes.post(
                        "/api/edge/barrier/open",
                        "Lets a car in, or out where it is inside",
                        this::open)
                .body(
                        "{\"edge_id\":\"edge-1\",\"plate_id\":\"29A-123.45\"}",
                        Field.needs("edge_id", Operation.Kind.TEXT, Operation.Kind.NUMBER),
                        Field.needs("plate_id", Operation.Kind.TEXT),
                        Field.may("plate_view", Operation.Kind.TEXT),
                        Field.may("action", Operation.Kind.TEXT),
                        Field.may("event_id", Operation.Kind.TEXT),
                        Field.may("camera_id", Operation.Kind.WHOLE),
                        Field.may("camera_name", Operation.Kind.TEXT),
                        Field.may("confidence", Operation.Kind.NUMBER),
                        Field.may("source", Operation.Kind.TEXT),
                        Field.may("image", Operation.Kind.TEXT))
                .answers(EntryJson.class, ExitJson.class)
                .also(400, EdgeRoutes.InsideJson.class, Problem.ErrorJson.class);
        routes.post("/api/edge/barrier/close", "Confirms the entry of a car", this::close)
                .body(
                        "{\"edge_id\":\"edge-1\",\"plate_id\":\"29A-123.45\"}",
                        Field.needs("edge_id", Operation.Kind.TEXT, Operation.Kind.NUMBER),
                        Field.needs("plate_id", Operation.Kind.TEXT))
                .answers(ClosedJson.class);
    }

    private void open(Context ctx) {
        Report report = reader.report(ctx, OPEN_FIELDS, this::report);
        String told = report.request().told();
        ZoneId zone = node.info().zone();
        Passed passed = answers.await(node.gate().open(report.way(), report.request()));
        switch (passed.outcome()) {
            case OpenOutcome.Entered in -> ctx.json(EntryJson.of(in, passed.repeated(), zone));
            case OpenOutcome.Left out -> ctx.json(ExitJson.of(out, passed.repeated(), zone));
            case OpenOutcome.AlreadyInside inside ->
                    ctx.status(400).json(EdgeRoutes.InsideJson.of(inside, told, zone));
            case OpenOutcome.NotInside absent -> throw EdgeRoutes.notInside(absent.plate());
            case OpenOutcome.AgainstLane lane -> throw againstLane(lane);
            case OpenOutcome.FeeChanged _ ->
                    throw new IllegalStateException("senders settle no fee");
            case OpenOutcome.Refused(String field, String why) -> throw refused(field, why);
            case OpenOutcome.Unavailable(String why) -> throw unavailable(why);
        }
    }

    private record Report(GateEvent.@Nullable Kind way, OpenRequest request) {}

    private Report report(Body body) {
        LooseFields loose = reader.loose(body);
        LooseFields.Source camera = loose.camera();
        String plate = body.plate("plate_id");
        Hash picture = PictureField.kept(node.pictures(), loose);
        var request =
                new OpenRequest(
                        plate,
                        loose.text("plate_view"),
                        loose.neededText("edge_id"),
                        camera.id(),
                        camera.name(),
                        loose.share("confidence"),
                        loose.text("source"),
                        loose.key("event_id"),
                        null,
                        null,
                        picture == null ? pictures.of(plate) : picture);
        return new Report(way(body), request);
    }

    /** Null where the sender leaves it to the ledger, as the original's senders do. */
    private static GateEvent.@Nullable Kind way(Body body) {
        String action = body.optionalText("action");
        return action == null
                ? null
                : switch (action.toUpperCase(Locale.ROOT)) {
                    case "ENTRY" -> GateEvent.Kind.ENTRY;
                    case "EXIT" -> GateEvent.Kind.EXIT;
                    default -> throw body.badField("action", action, "ENTRY or EXIT");
                };
    }

    static Problem againstLane(OpenOutcome.AgainstLane against) {
        boolean out = against.direction() == Lane.Direction.OUT;
        return new Problem(
                400,
                "LANE_DIRECTION",
                against.lane()
                        + " only lets cars "
                        + (out ? "out" : "in")
                        + ": send action "
                        + (out ? "EXIT" : "ENTRY")
                        + " or none, or another edge_id");
    }

    private void close(Context ctx) {
        Body body = reader.device(ctx, CLOSE_FIELDS);
        String plate = body.plate("plate_id");
        String edge = reader.loose(body).neededText("edge_id");
        switch (answers.await(node.gate().close(plate, edge))) {
            case CloseOutcome.Confirmed _ -> ctx.json(ClosedJson.of(true));
            case CloseOutcome.NothingToConfirm _ -> ctx.json(ClosedJson.of(false));
            case CloseOutcome.Refused(String field, String why) -> throw refused(field, why);
            case CloseOutcome.Unavailable(String why) -> throw unavailable(why);
        }
    }

    private static Problem refused(String field, String why) {
        return new Problem(400, "BAD_FIELD", field + ": " + why);
    }

    private static Problem unavailable(String why) {
        return new Problem(503, "UNAVAILABLE", why);
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record EntryJson(
            boolean success,
            String action,
            String eventId,
            long historyId,
            String plateId,
            String plateView,
            String entryTime,
            @Nullable Review needsReview,
            @Nullable Boolean repeated) {
        static EntryJson of(OpenOutcome.Entered in, boolean repeated, ZoneId zone) {
            return new EntryJson(
                    true,
                    "ENTRY",
                    in.eventId(),
                    in.historyId(),
                    PlateText.id(in.plate()),
                    PlateText.view(in.plate()),
                    TimeText.local(in.at(), zone),
                    in.review(),
                    repeated ? true : null);
        }
    }

    /** {@code entry_time} is left out where no entry is known. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ExitJson(
            boolean success,
            String action,
            String eventId,
            long historyId,
            long fee,
            String duration,
            String plateId,
            String plateView,
            @Nullable String entryTime,
            String exitTime,
            @Nullable Review needsReview,
            @Nullable Boolean repeated) {
        static ExitJson of(OpenOutcome.Left out, boolean repeated, ZoneId zone) {
            Instant entered = out.entered();
            return new ExitJson(
                    true,
                    "EXIT",
                    out.eventId(),
                    out.historyId(),
                    out.feeDong(),
                    StayText.vietnamese(out.stay().toSeconds()),
                    PlateText.id(out.plate()),
                    PlateText.view(out.plate()),
                    entered == null ? null : TimeText.local(entered, zone),
                    TimeText.local(out.at(), zone),
                    out.review(),
                    repeated ? true : null);
        }
    }

    record ClosedJson(boolean success, String message, boolean confirmed) {
        static ClosedJson of(boolean confirmed) {
            return new ClosedJson(true, "Barrier closed", confirmed);
        }
    }
}
