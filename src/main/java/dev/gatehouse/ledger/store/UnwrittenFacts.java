package dev.gatehouse.ledger.store;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The facts that one transaction added and that are in no row yet: most of them will be kept by the
 * row of their visit. As many as a transaction has events.
 */
final class UnwrittenFacts {
    private final Map<String, List<FactStore.FactRow>> byPlate = new HashMap<>();

    /** Names of visits that facts of other cars have than those in the names: nearly none. */
    private final Set<String> ofOtherCars = new HashSet<>();

    /** Null until somebody looks for a name: who takes in a page in order never does. */
    private @Nullable Map<String, List<FactStore.FactRow>> byName;

    void add(FactStore.FactRow row) {
        byPlate.computeIfAbsent(row.plate(), _ -> new ArrayList<>(2)).add(row);
        String name = row.eventId();
        if (name != null && !NamedVisit.isOf(name, row.plate())) {
            ofOtherCars.add(name);
        }
        if (byName != null) {
            addName(byName, row);
        }
    }

    /** Whether a fact of another car than the one in that name may have the name. */
    boolean isOfOtherCar(String name) {
        return ofOtherCars.contains(name);
    }

    private static void addName(Map<String, List<FactStore.FactRow>> names, FactStore.FactRow row) {
        String name = row.eventId();
        if (name != null) {
            names.computeIfAbsent(name, _ -> new ArrayList<>(2)).add(row);
        }
    }

    private Map<String, List<FactStore.FactRow>> names() {
        Map<String, List<FactStore.FactRow>> names = byName;
        if (names == null) {
            names = new HashMap<>();
            byName = names;
            for (List<FactStore.FactRow> car : byPlate.values()) {
                for (FactStore.FactRow row : car) {
                    addName(names, row);
                }
            }
        }
        return names;
    }

    /**
     * @return whether it was there
     */
    boolean remove(FactStore.FactRow row) {
        if (!remove(byPlate, row.plate(), row)) {
            return false;
        }
        String name = row.eventId();
        if (name != null && byName != null) {
            remove(byName, name, row);
        }
        return true;
    }

    private static boolean remove(
            Map<String, List<FactStore.FactRow>> rows, String key, FactStore.FactRow row) {
        List<FactStore.FactRow> some = rows.get(key);
        if (some == null || !some.remove(row)) {
            return false;
        }
        if (some.isEmpty()) {
            rows.remove(key);
        }
        return true;
    }

    List<FactStore.FactRow> named(String name) {
        return byPlate.isEmpty() ? List.of() : names().getOrDefault(name, List.of());
    }

    /** Picks the names that some of them have. */
    List<String> namesAmong(Collection<String> names) {
        return byPlate.isEmpty() ? List.of() : names.stream().filter(names()::containsKey).toList();
    }

    List<FactStore.FactRow> ofCar(String plate) {
        return byPlate.getOrDefault(plate, List.of());
    }

    /** The greatest fold key of one plate, 0 where there is none. */
    long lastT(String plate) {
        long last = 0;
        for (FactStore.FactRow row : ofCar(plate)) {
            last = Math.max(last, row.t());
        }
        return last;
    }

    /** Hands all over, car by car, and has none any more. */
    List<FactStore.FactRow> take() {
        List<FactStore.FactRow> all = byPlate.values().stream().flatMap(List::stream).toList();
        byPlate.clear();
        ofOtherCars.clear();
        byName = null;
        return all;
    }
}
