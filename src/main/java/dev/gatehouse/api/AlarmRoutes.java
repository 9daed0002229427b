package dev.gatehouse.api;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** What somebody should do something about. */
final class AlarmRoutes {
    private static final int DEFAULT_LIMIT = 100;
    private static final int MAX_LIMIT = 1_000;

    private final NodePort node;

    AlarmRoutes(NodePort node) {
        this.node = node;
    }

    void install(Operations routes) {
        routes.get("/api/alarms", "What somebody should do something about", this::list)
                .query("limit", Operation.Kind.WHOLE)
                .answers(ListJson.class);
        routes.post("/api/alarms/acknowledge", "Somebody knows of an alarm", this::acknowledge)
                .needs("id", Operation.Kind.WHOLE, "7")
                .query("by", Operation.Kind.TEXT)
                .answers(DoneJson.class);
    }

    /** The open ones, and {@code limit} lines of their journal. */
    private void list(Context ctx) {
        int limit = new Query(ctx).number("limit", DEFAULT_LIMIT, 0, MAX_LIMIT);
        AlarmList alarms = node.alarms().list();
        ctx.json(
                new ListJson(
                        true,
                        alarms.open().size(),
                        alarms.open().stream().map(AlarmJson::of).toList(),
                        alarms.journal().stream().limit(limit).map(EntryJson::of).toList()));
    }

    /**
     * {@code id} of the alarm, and {@code by} whom; the caller's address where that is not said.
     */
    private void acknowledge(Context ctx) {
        var query = new Query(ctx);
        long id = query.required("id", Long.MAX_VALUE);
        @Nullable String by = query.text("by");
        if (!node.alarms().acknowledge(id, by == null ? ctx.ip() : by)) {
            throw new Problem(404, "UNKNOWN_ALARM", "id: no alarm " + id + " is open");
        }
        ctx.json(new DoneJson(true));
    }

    record DoneJson(boolean success) {}

    record ListJson(boolean success, int count, List<AlarmJson> alarms, List<EntryJson> journal) {}

    /** One alarm; {@code about} is null where it is about this node. Times are UTC text. */
    record AlarmJson(
            long id,
            Alarm.Code code,
            int severity,
            @Nullable String about,
            List<String> args,
            String detail,
            String textKey,
            String actionKey,
            boolean active,
            String since,
            int times,
            @Nullable String clearedAt,
            @Nullable String acknowledgedAt,
            @Nullable String acknowledgedBy) {
        static AlarmJson of(Alarm alarm) {
            return new AlarmJson(
                    alarm.id(),
                    alarm.code(),
                    alarm.severity(),
                    peerOf(alarm),
                    alarm.args(),
                    alarm.detail(),
                    alarm.code().textKey(),
                    alarm.code().actionKey(),
                    alarm.active(),
                    TimeText.utc(alarm.since()),
                    alarm.times(),
                    TimeText.utcOrNull(alarm.clearedAt()),
                    TimeText.utcOrNull(alarm.acknowledgedAt()),
                    alarm.acknowledgedBy());
        }
    }

    record EntryJson(
            String at,
            String what,
            long id,
            Alarm.Code code,
            int severity,
            @Nullable String about,
            String detail,
            @Nullable String by) {
        static EntryJson of(AlarmList.Entry entry) {
            Alarm alarm = entry.alarm();
            return new EntryJson(
                    TimeText.utc(entry.at()),
                    entry.what().name().toLowerCase(Locale.ROOT),
                    alarm.id(),
                    alarm.code(),
                    alarm.severity(),
                    peerOf(alarm),
                    alarm.detail(),
                    entry.what() == AlarmList.What.ACKNOWLEDGED ? alarm.acknowledgedBy() : null);
        }
    }

    private static @Nullable String peerOf(Alarm alarm) {
        return alarm.about().isEmpty() ? null : alarm.about();
    }
}
