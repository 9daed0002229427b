package dev.gatehouse.passage;

import dev.gatehouse.model.GateEvent;
import dev.gatehouse.plate.PlateDistance;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The passages of this booth's lanes, those of the last minutes, and which report is of which. Any
 * thread; one at a time.
 *
 * @param <T> what comes of a passage
 */
public final class PassageBook<T> {
    /**
     * Readings as near as this may be of one plate, in tenths of a wrong character: look-alikes,
     * and one character that is missing. One wrong character is another car.
     */
    private static final int NEAR_TENTHS = 8;

    /**
     * Reports of one car follow each other as fast as this, while cameras read it; the next car
     * takes longer to drive up to the barrier.
     */
    static final Duration BURST = Duration.ofSeconds(2);

    /**
     * A car that was written before a start may have stood there until then, and stand there still:
     * repeats of its reading are not kept.
     */
    static final Duration STANDS_SINCE = Duration.ofMinutes(10);

    /**
     * A car that came in stands in sight of its camera for longer than another one could be there
     * with a reading that is only like its own: for so long the very same plate is the same car, as
     * long as that is inside.
     */
    public static final Duration STAYS_IN_SIGHT = Duration.ofSeconds(60);

    /** The clocks of two devices that both count as right differ by no more. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(10);

    /** A device that lost an answer asks again within the day; later its counter has begun anew. */
    static final Duration TOLD_FOR = Duration.ofHours(24);

    /** Reports that are known by their devices' names for them: a busy booth's of half a day. */
    private static final int MOST_TOLD = 8_192;

    /**
     * Lanes and devices; a booth has ten, and senders that invent names must not fill the memory.
     */
    private static final int MOST_SPOTS = 1_024;

    /** Cars that a misreading can be of: no more pass one barrier in one burst. */
    private static final int MOST_NEAR = 4;

    /** Passages of one lane that can still be meant: at most one a second within the window. */
    private static final int MOST_OF_SPOT = 64;

    /** By the key of their lane, newest first. */
    private final Map<String, Deque<Passage<T>>> bySpot = bounded(MOST_SPOTS);

    /** By their device and its name for the report. */
    private final Map<String, Told<T>> byTold = bounded(MOST_TOLD);

    /** Where each car was reported last, by its plate. */
    private final Map<String, Passage<T>> byPlate = bounded(MOST_TOLD);

    /**
     * A report by the name that its device gave it.
     *
     * @param plate what was read then, whatever the plate of the passage has become since
     */
    private record Told<T>(Passage<T> passage, @Nullable String plate) {}

    private long repeats;

    private static <V> Map<String, V> bounded(int most) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > most;
            }
        };
    }

    /**
     * Finds the passage that a report is of, or begins one.
     *
     * @param inside whether a car of that plate is inside; asked where it decides
     */
    public synchronized Claim<T> claim(Read read, Predicate<String> inside) {
        Passage<T> known = byTold(read);
        if (known == null) {
            known = read.decision() ? decided(read) : seen(read, inside);
        }
        if (known == null) {
            return new Claim.First<>(begin(read));
        }
        repeats++;
        note(read, known);
        Claim.Addition addition = known.take(read);
        if (addition == Claim.Addition.BETTER_PLATE && read.plate() != null) {
            Passage<T> before = byPlate.put(read.plate(), known);
            if (before != null && before != known) {
                before.leave(read);
            }
        }
        return new Claim.Again<>(known, addition);
    }

    /** How many reports were of a car that had been reported. */
    public synchronized long repeats() {
        return repeats;
    }

    /** What came of a passage, or will. */
    public CompletableFuture<T> outcome(Passage<T> passage) {
        return passage.outcome();
    }

    /** Something else comes of a passage, since its plate was read better. */
    public void outcome(Passage<T> passage, CompletableFuture<T> next) {
        passage.outcome(next);
    }

    /**
     * What the last attempt to write a passage would have come to. It may be on disk although the
     * store said that it is not; null before the first attempt.
     */
    public @Nullable T tried(Passage<T> passage) {
        return passage.tried();
    }

    /** An attempt to write a passage comes to that, if it is kept. */
    public void tried(Passage<T> passage, T what) {
        passage.tried(what);
    }

    /**
     * A passage was written.
     *
     * @param alone whether the car left and no entry of it was known
     */
    public synchronized void settle(Passage<T> passage, GateEvent.Kind way, boolean alone) {
        passage.settle(way, alone);
    }

    /** Nothing came of a passage: asked again, it is decided again. */
    public synchronized void forget(Passage<T> passage) {
        Read first = passage.first();
        passages(first.spot().key()).remove(passage);
        if (first.told() != null) {
            byTold.remove(toldKey(first), new Told<>(passage, first.plate()));
        }
    }

    /** The barrier closed behind a car: what is read from now on is of the next one. */
    public synchronized void closed(LaneSpot spot, String plate) {
        passages(spot.key()).stream()
                .filter(passage -> plate.equals(passage.best().plate()))
                .forEach(Passage::close);
    }

    /** A person changed what is known of that car: what is reported from now on counts anew. */
    public synchronized void changed(String plate) {
        Passage<T> last = byPlate.get(plate);
        if (last != null) {
            last.leave();
        }
    }

    /**
     * Takes a passage of before this start, older ones first.
     *
     * @param read the report with the plate that counts
     * @param reports all that are kept of it, as they were read
     * @param outcome what came of it
     */
    public synchronized void recall(
            Read read, List<Read> reports, GateEvent.Kind way, boolean alone, T outcome) {
        Passage<T> passage = begin(read);
        passage.recall();
        reports.forEach(report -> note(report, passage));
        passage.settle(way, alone);
        passage.outcome(CompletableFuture.completedFuture(outcome));
    }

    private Passage<T> begin(Read read) {
        var passage = new Passage<T>(read);
        Passage<T> before = read.plate() == null ? null : byPlate.get(read.plate());
        if (read.plate() != null && (before == null || !isEarlier(read, before))) {
            byPlate.put(read.plate(), passage);
            if (before != null) {
                before.leave(read); // wherever the car was, it is here now
            }
        }
        Deque<Passage<T>> of = bySpot.computeIfAbsent(read.spot().key(), _ -> new ArrayDeque<>());
        of.addFirst(passage);
        if (of.size() > MOST_OF_SPOT) {
            of.removeLast();
        }
        note(read, passage);
        return passage;
    }

    /** Whether a device that was cut off tells of where the car was before. */
    private static boolean isEarlier(Read read, Passage<?> passage) {
        return read.since(passage.first()).plus(CLOCKS_APART).isNegative();
    }

    private void note(Read read, Passage<T> passage) {
        if (read.told() != null) {
            byTold.put(toldKey(read), new Told<>(passage, read.plate()));
        }
    }

    private static String toldKey(Read read) {
        return read.spot().key() + "\n" + read.told();
    }

    /** The passage of the same report; a device that counts from 1 again means another car. */
    private @Nullable Passage<T> byTold(Read read) {
        Told<T> known = read.told() == null ? null : byTold.get(toldKey(read));
        if (known == null || read.since(known.passage().last()).abs().compareTo(TOLD_FOR) > 0) {
            return null;
        }
        return isSame(read, known) ? known.passage() : null;
    }

    /**
     * Whether a device tells once more what it told by that name. It may name all its readings of
     * one car alike, and have a plate in some of them only.
     */
    private static boolean isSame(Read read, Told<?> known) {
        String best = known.passage().best().plate();
        if (read.plate() == null ? known.plate() == null : isNear(read.plate(), best)) {
            return true;
        }
        if (read.plate() != null && known.plate() != null) {
            return isNear(read.plate(), known.plate());
        }
        Duration gap = read.since(known.passage().last()).abs();
        return gap.compareTo(read.spot().window()) <= 0;
    }

    private static boolean isNear(String one, @Nullable String other) {
        return other != null && distance(one, other) <= NEAR_TENTHS;
    }

    private static int distance(String one, String other) {
        return one.equals(other) ? 0 : PlateDistance.tenths(one, other);
    }

    private Deque<Passage<T>> passages(String spot) {
        Deque<Passage<T>> of = bySpot.get(spot);
        return of == null ? new ArrayDeque<>(0) : of;
    }

    /** The passage of a sender that repeats itself: the same plate at the same place. */
    private @Nullable Passage<T> decided(Read read) {
        for (Passage<T> passage : passages(read.spot().key())) {
            Duration gap = read.since(passage.last()).abs();
            boolean sameCar =
                    read.plate() == null
                            ? passage.best().plate() == null && gap.compareTo(BURST) <= 0
                            : read.plate().equals(passage.best().plate());
            boolean sameWay = read.way() == null || read.way() == passage.way();
            if (sameCar
                    && sameWay
                    && !passage.isGone()
                    && gap.compareTo(read.spot().window()) <= 0) {
                return passage;
            }
        }
        return null;
    }

    /** The passage that a device sees once more. */
    private @Nullable Passage<T> seen(Read read, Predicate<String> inside) {
        Passage<T> here = seen(read, read.spot().key(), inside);
        if (here != null) {
            return here;
        }
        for (String other : read.spot().sameGround()) {
            Passage<T> there = seen(read, other, inside);
            if (there != null) {
                return there;
            }
        }
        return null;
    }

    private @Nullable Passage<T> seen(Read read, String spot, Predicate<String> inside) {
        boolean newest = true;
        int behind = 0;
        String plate = read.plate();
        String met = plate != null && byPlate.containsKey(plate) ? plate : null;
        for (Passage<T> passage : passages(spot)) {
            if (++behind > MOST_NEAR) {
                if (met == null) {
                    break;
                }
                if (!met.equals(passage.best().plate())) {
                    continue;
                }
            }
            Duration gap = gap(read, passage);
            boolean burst = gap.compareTo(BURST) <= 0;
            if ((gap.compareTo(seenFor(read, passage)) <= 0
                            || isInSight(read, passage, gap, inside))
                    && !(passage.isGoneBefore(read) && isSince(read, passage, burst))
                    && isOfWay(read, passage, burst)
                    && isOfCar(read, passage, newest, burst, inside)) {
                return passage;
            }
            newest = false;
        }
        return null;
    }

    /**
     * Whether a car that was somewhere else since is read anew. A device that tells late what it
     * saw in the same moment tells of before.
     */
    private static boolean isSince(Read read, Passage<?> passage, boolean burst) {
        return !(burst && read.isOfOneClock(passage.last()));
    }

    /** A device that tells once more what it saw tells of a moment within the passage. */
    private static Duration gap(Read read, Passage<?> passage) {
        Duration sinceLast = read.since(passage.last());
        boolean within = sinceLast.isNegative() && !read.since(passage.first()).isNegative();
        return within ? Duration.ZERO : sinceLast.abs();
    }

    private static boolean isInSight(
            Read read, Passage<?> passage, Duration gap, Predicate<String> inside) {
        String plate = read.plate();
        return plate != null
                && gap.compareTo(STAYS_IN_SIGHT) < 0
                && read.way() == GateEvent.Kind.ENTRY
                && passage.way() == GateEvent.Kind.ENTRY
                && plate.equals(passage.best().plate())
                && inside.test(plate);
    }

    private static Duration seenFor(Read read, Passage<?> passage) {
        Duration window = read.spot().window();
        return passage.isRecalled() && window.compareTo(STANDS_SINCE) < 0 ? STANDS_SINCE : window;
    }

    /**
     * A device of the configuration that sees a car at once with another one tells of one passage,
     * whichever way it takes it to go.
     */
    private static boolean isOfWay(Read read, Passage<?> passage, boolean burst) {
        boolean sameWay =
                read.way() == null || passage.way() == null || read.way() == passage.way();
        boolean other = read.spot().configured() && !read.device().equals(passage.last().device());
        return sameWay || (burst && other);
    }

    private static boolean isOfCar(
            Read read,
            Passage<?> passage,
            boolean newest,
            boolean burst,
            Predicate<String> inside) {
        String plate = passage.best().plate();
        if (read.plate() == null || plate == null) {
            return newest && burst && !passage.isClosed();
        }
        int tenths = distance(read.plate(), plate);
        if (tenths == 0) {
            return true;
        }
        boolean near = tenths <= NEAR_TENTHS || (newest && burst && isMisreadTwice(read, passage));
        if (!near || passage.isClosed() || !(newest || burst)) {
            return false;
        }
        boolean bothSure = read.isSure() && passage.best().isSure();
        boolean moment = burst && newest; // in which one car may be read surely and wrongly
        return !(bothSure && !moment) && !isAnotherInside(read.plate(), passage, inside);
    }

    /**
     * Two readings that are each near the plate of their car may be twice as far apart. Two plates
     * of one length that both have a usual form are those of two cars.
     */
    private static boolean isMisreadTwice(Read read, Passage<?> passage) {
        Read best = passage.best();
        String one = String.valueOf(read.plate());
        String other = String.valueOf(best.plate());
        boolean twoPlates = read.usual() && best.usual() && one.length() == other.length();
        return read.isUnsure()
                && best.isUnsure()
                && !twoPlates
                && distance(one, other) <= 2 * NEAR_TENTHS;
    }

    /**
     * At an exit, a plate that is inside is a car of its own, where the other one was inside too.
     */
    private static boolean isAnotherInside(
            String plate, Passage<?> passage, Predicate<String> inside) {
        return passage.way() == GateEvent.Kind.EXIT && !passage.isAlone() && inside.test(plate);
    }
}
