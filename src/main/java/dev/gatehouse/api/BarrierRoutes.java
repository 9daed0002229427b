package dev.gatehouse.api;

import dev.gatehouse.api.Operation.Field;
import dev.gatehouse.model.CloseOutcome;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.StayText;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import java.time.ZoneId;
import java.util.Set;

/** What cameras and attendants' scripts send: open and close the barrier. */
final class BarrierRoutes {
    /** {@code action} is not among them: whether a car enters or leaves is the ledger's to say. */
    private static final Set<String> OPEN_FIELDS =
            Set.of(
                    "edge_id",
                    "plate_id",
                    "plate_view",
                    "camera_id",
                    "camera_name",
                    "confidence",
                    "source");

    private static final Set<String> CLOSE_FIELDS = Set.of("edge_id", "plate_id");

    private final NodePort node;
    private final BodyReader reader;
    private final Answers answers;

    BarrierRoutes(NodePort node, BodyReader reader, Answers answers) {
        this.node = node;
        this.reader = reader;
        this.answers = answers;
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
                        Field.may("camera_id", Operation.Kind.WHOLE),
                        Field.may("camera_name", Operation.Kind.TEXT),
                        Field.may("confidence", Operation.Kind.NUMBER),
                        Field.may("source", Operation.Kind.TEXT))
                .answers(EntryJson.class, ExitJson.class);
        routes.post("/api/edge/barrier/close", "Confirms the entry of a car", this::close)
                .body(
                        "{\"edge_id\":\"edge-1\",\"plate_id\":\"29A-123.45\"}",
                        Field.needs("edge_id", Operation.Kind.TEXT, Operation.Kind.NUMBER),
                        Field.needs("plate_id", Operation.Kind.TEXT))
                .answers(ClosedJson.class);
    }

    private void open(Context ctx) {
        Body body = reader.device(ctx, OPEN_FIELDS);
        LooseFields loose = reader.loose(body);
        LooseFields.Source camera = loose.camera();
        var request =
                new OpenRequest(
                        body.plate("plate_id"),
                        loose.text("plate_view"),
                        loose.neededText("edge_id"),
                        camera.id(),
                        camera.name(),
                        loose.share("confidence"),
                        loose.text("source"));
        switch (answers.await(node.gate().open(request))) {
            case OpenOutcome.Entered in -> ctx.json(EntryJson.of(in, node.info().zone()));
            case OpenOutcome.Left out -> ctx.json(ExitJson.of(out, node.info().zone()));
            case OpenOutcome.Refused(String field, String why) -> throw refused(field, why);
            case OpenOutcome.Unavailable(String why) -> throw unavailable(why);
        }
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

    record EntryJson(
            boolean success,
            String action,
            String eventId,
            long historyId,
            String plateId,
            String plateView,
            String entryTime) {
        static EntryJson of(OpenOutcome.Entered in, ZoneId zone) {
            return new EntryJson(
                    true,
                    "ENTRY",
                    in.eventId(),
                    in.historyId(),
                    in.plate().canonical(),
                    in.plate().view(),
                    TimeText.local(in.at(), zone));
        }
    }

    record ExitJson(
            boolean success,
            String action,
            String eventId,
            long historyId,
            long fee,
            String duration,
            String plateId,
            String plateView,
            String entryTime,
            String exitTime) {
        static ExitJson of(OpenOutcome.Left out, ZoneId zone) {
            return new ExitJson(
                    true,
                    "EXIT",
                    out.eventId(),
                    out.historyId(),
                    out.feeDong(),
                    StayText.vietnamese(out.stay().toSeconds()),
                    out.plate().canonical(),
                    out.plate().view(),
                    TimeText.local(out.entered(), zone),
                    TimeText.local(out.at(), zone));
        }
    }

    record ClosedJson(boolean success, String message, boolean confirmed) {
        static ClosedJson of(boolean confirmed) {
            return new ClosedJson(true, "Barrier closed", confirmed);
        }
    }
}
