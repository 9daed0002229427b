package dev.gatehouse.diag;

import dev.gatehouse.model.Alarm;

import java.util.List;

/**
 * Something that is wrong at this moment; it becomes an alarm where it lasts.
 *
 * @param code what
 * @param about the peer or the camera, or empty for this node
 * @param severity 1 act now, 2 act, 3 look
 * @param args as listed with the code
 * @param detail in English; names no plate
 */
record Condition(Alarm.Code code, String about, int severity, List<String> args, String detail) {
    static Condition of(Alarm.Code code, String about, String detail, Object... args) {
        return new Condition(
                code,
                about,
                code.severity(),
                List.of(args).stream().map(Object::toString).toList(),
                detail);
    }
}
