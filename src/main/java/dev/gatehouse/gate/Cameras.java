package dev.gatehouse.gate;

import dev.gatehouse.model.Camera;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
     * @param here whether it was heard since this node started
     */
    private record Heard(Camera.Word word, Instant first, Instant last, boolean here) {
        Camera camera(Instant silent) {
            return new Camera(
                    word.id(),
                    word.name(),
                    word.type(),
                    !last.isBefore(silent),
                    last,
                    word.sent(),
                    word.failed(),
                    first);
        }
    }

    private final InstantSource wall;
    private final Map<Integer, Heard> heard = new TreeMap<>();

    /**
     * @param known those that were heard before
     */
    public Cameras(InstantSource wall, List<Camera> known) {
        this.wall = wall;
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
                                                false)));
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
        heard.put(word.id(), new Heard(word, before == null ? now : before.first(), now, true));
        return before == null
                || !before.word().name().equals(word.name())
                || !before.word().type().equals(word.type());
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
        return heard.values().stream().filter(which).map(one -> one.camera(silent)).toList();
    }
}
