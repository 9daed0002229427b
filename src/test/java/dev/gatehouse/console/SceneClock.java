package dev.gatehouse.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The time of a scene at the gate: it begins when the scene does, goes on by itself as time does,
 * and is moved where hours pass. Any thread.
 */
final class SceneClock implements InstantSource {
    /** The zone of the site. */
    static final ZoneId ZONE = ZoneId.of("Asia/Ho_Chi_Minh");

    // guarded by this
    private Instant from;
    private long fromNanos = System.nanoTime();
    private long movedNanos;
    private boolean stands;

    /**
     * @param day how many days after today: a program that shows a time before it was built is
     *     taken to have a wrong clock
     * @param time on the clock at the gate
     */
    SceneClock(int day, String time) {
        this.from =
                LocalDate.now(ZONE)
                        .plusDays(day)
                        .atTime(LocalTime.parse(time))
                        .atZone(ZONE)
                        .toInstant();
    }

    /** It goes on only where it is {@linkplain #pass moved}, so that a second is a second. */
    synchronized void stand() {
        from = instant();
        fromNanos = System.nanoTime();
        stands = true;
    }

    /** So much time passes. */
    synchronized void pass(Duration time) {
        from = from.plus(time);
        movedNanos += time.toNanos();
    }

    /** Time passes until the clock at the gate shows that; the next day where it is over. */
    void passTo(String time) {
        var now = instant().atZone(ZONE);
        var then = now.toLocalDate().atTime(LocalTime.parse(time)).atZone(ZONE);
        pass(Duration.between(now, then.isBefore(now) ? then.plusDays(1) : then));
    }

    @Override
    public synchronized Instant instant() {
        return stands ? from : window();
    }

    /** That of whoever sits at the window, for whom time goes on also where it stands. */
    synchronized Instant window() {
        return from.plusNanos(System.nanoTime() - fromNanos);
    }

    /** A steady clock, as {@link System#nanoTime}, which has the time that was passed. */
    synchronized long nanos() {
        return (stands ? fromNanos : System.nanoTime()) + movedNanos;
    }

    /** The day that it is at the gate. */
    LocalDate day() {
        return instant().atZone(ZONE).toLocalDate();
    }
}
