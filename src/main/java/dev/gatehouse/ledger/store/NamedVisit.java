package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.codec.VisitName;
import dev.gatehouse.model.Hlc;

import org.jspecify.annotations.Nullable;

/**
 * Where a visit stands whose name is made of its central, its time and its plate.
 *
 * @param name the whole of it
 * @param plate the last part
 * @param fromT the least fold key of that millisecond
 */
record NamedVisit(String name, String plate, long fromT) {
    /** Null where the name is another one. */
    static @Nullable NamedVisit of(String name) {
        long ms = VisitName.ms(name);
        if (ms == 0) {
            return null;
        }
        int second = name.indexOf('_', name.indexOf('_') + 1);
        return new NamedVisit(name, name.substring(second + 1), Hlc.ofMs(ms).value());
    }

    /** Whether a name that is made so ends with that plate. */
    static boolean isOf(String name, String plate) {
        int second = name.indexOf('_', name.indexOf('_') + 1);
        return second > 0 && second + 1 == name.length() - plate.length() && name.endsWith(plate);
    }

    /** The least fold key of the next millisecond. */
    long toT() {
        return fromT + Hlc.ofMs(1).value();
    }
}
