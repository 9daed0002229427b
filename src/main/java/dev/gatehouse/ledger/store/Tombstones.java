package dev.gatehouse.ledger.store;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the ledger says about its own events: which versions were given up, and which payloads
 * nobody may keep. Both only ever grow, so that it does not matter whether a mark or its event
 * comes first. In memory as a whole, since every event that comes is looked up; streams without a
 * mark, nearly all, cost nothing. Immutable.
 */
public final class Tombstones {
    public static final Tombstones NONE = new Tombstones(Map.of(), Map.of());

    /**
     * One version of an event.
     *
     * @param leaf the version's
     */
    public record Version(StreamId stream, long seq, Hash leaf) {}

    /**
     * A version that was given up.
     *
     * @param againStream where it was written again
     * @param againSeq its number there
     */
    public record Withdrawn(Version version, StreamId againStream, long againSeq) {}

    private final Map<StreamId, Map<Version, Set<Withdrawn>>> withdrawn;
    private final Map<StreamId, Ranges> erased;

    private Tombstones(
            Map<StreamId, Map<Version, Set<Withdrawn>>> withdrawn, Map<StreamId, Ranges> erased) {
        this.withdrawn = withdrawn;
        this.erased = erased;
    }

    /** With those versions given up too. */
    public Tombstones withdraw(Collection<Withdrawn> more) {
        var all = new HashMap<>(withdrawn);
        for (Withdrawn one : more) {
            Map<Version, Set<Withdrawn>> versions =
                    all.compute(
                            one.version().stream(),
                            (stream, now) -> changeable(now, withdrawn.get(stream)));
            Set<Withdrawn> withAll = new HashSet<>(versions.getOrDefault(one.version(), Set.of()));
            withAll.add(one);
            versions.put(one.version(), Set.copyOf(withAll));
        }
        return new Tombstones(all, erased);
    }

    /** Copies a map, to be changed in the place of what others see. */
    private static Map<Version, Set<Withdrawn>> changeable(
            @Nullable Map<Version, Set<Withdrawn>> now,
            @Nullable Map<Version, Set<Withdrawn>> shared) {
        if (now == null) {
            return new HashMap<>();
        }
        return now == shared ? new HashMap<>(now) : now;
    }

    /** With those payloads erased too. */
    public Tombstones erase(StreamId stream, Ranges numbers) {
        var all = new HashMap<>(erased);
        all.merge(stream, numbers, Ranges::plus);
        return new Tombstones(withdrawn, all);
    }

    /** Whether there is a mark on any event of that stream. */
    public boolean touch(StreamId stream) {
        return withdrawn.containsKey(stream) || erased.containsKey(stream);
    }

    /** How often and where a version was given up; each counts only by whoever may sign for it. */
    public Set<Withdrawn> withdrawn(Version version) {
        return withdrawn.getOrDefault(version.stream(), Map.of()).getOrDefault(version, Set.of());
    }

    /** What is said of other events stays: else a booth that comes late would never learn of it. */
    public static boolean mayBeErased(String kind) {
        return !kind.equals(Fact.Erase.KIND) && !kind.equals(Fact.Withdraw.KIND);
    }

    public boolean isErased(StreamId stream, long seq) {
        return erased(stream).contains(seq);
    }

    /** The numbers of that stream's events whose payload nobody may keep. */
    Ranges erased(StreamId stream) {
        return erased.getOrDefault(stream, Ranges.EMPTY);
    }

    /** The versions of that stream's events that were given up. */
    public List<Withdrawn> withdrawn(StreamId stream) {
        return withdrawn.getOrDefault(stream, Map.of()).values().stream()
                .flatMap(Set::stream)
                .toList();
    }
}
