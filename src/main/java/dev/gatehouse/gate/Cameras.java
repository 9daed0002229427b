package dev.gatehouse.gate;

import dev.gatehouse.model.Camera;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** The cameras that this booth knows. Any thread. */
public final class Cameras {
    /** As the original's: two heartbeats of 30 s may be late or lost. */
    static final Duration OFFLINE_AFTER = Duration.ofSeconds(60);

    /**
     * A booth has eight or so; whoever counts his numbers up at each start must not fill the
     * memory. The one that was silent longest gives way.
     */
    static final int MOST = 256;

    /**
     * A device tells its time every half a minute or so, and its clock does not drift by a second
     * within this. What is older says nothing any more: somebody may have set it meanwhile.
     */
    static final Duration SKEW_HOLDS = Duration.ofMinutes(10);

    /** The middle one of so many is right though two of them were long on their way. */
    private static final int SKEWS = 5;

    /**
     * @param here whether it was heard since this node started
     * @param clocks by how much its clock was ahead of this node's steady one, the latest last: so
     *     they hold when this node's wall clock is set
     * @param toldNanos when it told its time last, by the steady clock
     */
    private record Heard(
            Camera.Word word,
            Instant first,
            Instant last,
            boolean here,
            List<Duration> clocks,
            long toldNanos) {
        Camera camera(Instant silent, @Nullable Duration clockOffset) {
            return new Camera(
                    word.id(),
                    word.name(),
                    word.type(),
                    !last.isBefore(silent),
                    last,
                    word.sent(),
                    word.failed(),
                    first,
                    clockOffset);
        }
    }

    private final InstantSource wall;
    private final LongSupplier nanos;
    private final Map<Integer, Heard> heard = new TreeMap<>();

    /**
     * @param nanos a steady clock, as {@link System#nanoTime}
     * @param known those that were heard before
     */
    public Cameras(InstantSource wall, LongSupplier nanos, List<Camera> known) {
        this.wall = wall;
        this.nanos = nanos;
        known.stream()
                .limit(MOST)
                .forEach(
                        one ->
                                heard.put(
                                        one.id(),
                                        new Heard(
                                                new Camera.Word(
                                                        one.id(),
                                                        one.name(),
                                                        one.type(),
                                                        one.sent(),
                                                        one.failed()),
                                                one.created(),
                                                one.lastHeartbeat(),
                                                false,
                                                List.of(),
                                                0)));
    }

    /**
     * A camera says that it is there.
     *
     * @return whether it was not known, or is called otherwise now
     */
    public synchronized boolean heard(Camera.Word word) {
        Instant now = wall.instant();
        Heard before = heard.get(word.id());
        if (before == null && heard.size() >= MOST) {
            heard.values().stream()
                    .min(Comparator.comparing(Heard::last))
                    .ifPresent(silent -> heard.remove(silent.word().id()));
        }
        heard.put(word.id(), after(before, word, now));
        return before == null
                || !before.word().name().equals(word.name())
                || !before.word().type().equals(word.type());
    }

    private Heard after(@Nullable Heard before, Camera.Word word, Instant now) {
        Instant first = before == null ? now : before.first();
        long told = before == null ? 0 : before.toldNanos();
        List<Duration> clocks = before == null || !isFresh(told) ? List.of() : before.clocks();
        Instant time = word.time();
        if (time != null) {
            told = nanos.getAsLong();
            var all = new ArrayList<>(clocks);
            all.add(Duration.between(Instant.EPOCH, time).minusNanos(told));
            clocks = List.copyOf(all.subList(Math.max(0, all.size() - SKEWS), all.size()));
        }
        return new Heard(word, first, now, true, clocks, told);
    }

    private boolean isFresh(long toldNanos) {
        return nanos.getAsLong() - toldNanos <= SKEW_HOLDS.toNanos();
    }

    /**
     * That device's clock minus this node's, as it told its time with its last heartbeats; empty
     * where it told none lately. The time that its words take is in it, so that it may be behind by
     * as much.
     */
    public synchronized Optional<Duration> skew(int id) {
        return Optional.ofNullable(skew(heard.get(id)));
    }

    private @Nullable Duration skew(@Nullable Heard one) {
        if (one == null || one.clocks().isEmpty() || !isFresh(one.toldNanos())) {
            return null;
        }
        List<Duration> sorted = one.clocks().stream().sorted().toList();
        Duration middle = sorted.get(sorted.size() / 2);
        Duration ours = Duration.between(Instant.EPOCH, wall.instant());
        return middle.minus(ours.minusNanos(nanos.getAsLong()));
    }

    /** All of them, by their numbers. */
    public List<Camera> all() {
        return those(_ -> true);
    }

    /** Those that were heard since this node started, and are not any more. */
    public List<Camera> silent() {
        return those(Heard::here).stream().filter(camera -> !camera.online()).toList();
    }

    private synchronized List<Camera> those(Predicate<Heard> which) {
        Instant silent = wall.instant().minus(OFFLINE_AFTER);
        return heard.values().stream()
                .filter(which)
                .map(one -> one.camera(silent, skew(one)))
                .toList();
    }
}
