package dev.gatehouse.ledger.store;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where the cars stand that the writer looked at last, so that nothing need be asked of the
 * database for a car that comes, goes and comes again. It follows what is written; where a
 * transaction fails it is to be {@linkplain #clear cleared}. The writer's.
 */
final class CarCache {
    /** Some 6 MB: the cars of a car park with 5,000 places, and some that have just left. */
    private static final int CARS = 8_192;

    /** A car as it stands now, also where nothing is known of it. */
    private static final class Car {
        private long lastT;
        private VisitStore.@Nullable StoredVisit last;

        Car(long lastT, VisitStore.@Nullable StoredVisit last) {
            this.lastT = lastT;
            this.last = last;
        }
    }

    private final Map<String, Car> cars = new LinkedHashMap<>(16, 0.75f, true);

    /** Where a car stands; null where that is to be asked of the database. */
    VisitStore.@Nullable CarPosition standing(String plate) {
        Car car = cars.get(plate);
        if (car == null) {
            return null;
        }
        boolean inside = car.last != null && car.last.visit().inside();
        return new VisitStore.CarPosition(car.lastT, inside);
    }

    /** The last visit of a car, if it has that name; null also where that is not known. */
    VisitStore.@Nullable StoredVisit visit(String plate, String name) {
        Car car = cars.get(plate);
        VisitStore.StoredVisit last = car == null ? null : car.last;
        return last != null && last.visit().eventId().equals(name) ? last : null;
    }

    /**
     * Takes over what the database says.
     *
     * @param lastT the greatest fold key of its facts, 0 without any
     * @param last its last visit, null where it has none
     */
    void put(String plate, long lastT, VisitStore.@Nullable StoredVisit last) {
        cars.put(plate, new Car(lastT, last));
        if (cars.size() > CARS) {
            cars.remove(cars.keySet().iterator().next());
        }
    }

    /** A fact of a car was added. */
    void added(String plate, long t) {
        Car car = cars.get(plate);
        if (car != null) {
            car.lastT = Math.max(car.lastT, t);
        }
    }

    /** A visit was written that is the last of its car, or becomes it. */
    void written(VisitStore.StoredVisit visit) {
        String plate = visit.visit().plate().canonical();
        Car car = cars.get(plate);
        if (car == null) {
            return;
        }
        VisitStore.StoredVisit last = car.last;
        if (last == null
                || visit.entryT() > last.entryT()
                || last.visit().id() == visit.visit().id()) {
            car.last = visit;
        } else {
            cars.remove(plate);
        }
    }

    /** A car stands otherwise than is known here. */
    void forget(String plate) {
        cars.remove(plate);
    }

    /** Forgets all. */
    void clear() {
        cars.clear();
    }
}
