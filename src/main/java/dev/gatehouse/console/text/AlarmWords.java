package dev.gatehouse.console.text;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.StoreTrouble;

import java.time.Duration;
import java.time.Instant;

/**
 * What an alarm says and what is to be done about it, in the present language. The texts belong to
 * the alarm's code; a test holds them against each other.
 */
public final class AlarmWords {
    private final Words words;

    public AlarmWords(Words words) {
        this.words = words;
    }

    /** What is wrong, in one sentence. */
    public String what(Alarm alarm, Instant now) {
        String first = first(alarm);
        boolean store = alarm.code() == Alarm.Code.STORE_CANNOT_WRITE;
        return say(
                alarm.code().textKey(),
                alarm,
                store ? new Causes(words).of(StoreTrouble.named(first)) : first,
                now);
    }

    /** What to do, in one sentence. */
    public String action(Alarm alarm, Instant now) {
        String first = first(alarm);
        boolean store = alarm.code() == Alarm.Code.STORE_CANNOT_WRITE;
        return say(
                alarm.code().actionKey(),
                alarm,
                store ? new Causes(words).remedyOf(StoreTrouble.named(first)) : first,
                now);
    }

    private static String first(Alarm alarm) {
        return alarm.args().isEmpty() ? "" : alarm.args().getFirst();
    }

    private String say(String key, Alarm alarm, String first, Instant now) {
        Instant end = alarm.clearedAt() == null ? now : alarm.clearedAt();
        Duration length = Duration.between(alarm.since(), end);
        return words.get(key, alarm.about(), first, words.span(length));
    }
}
