package dev.gatehouse.lane;

import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;
import dev.gatehouse.plate.PlateDistance;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** Which car a device may have misread. Pure functions. */
public final class Misreading {
    /** A device that misreads is so near the plate, in tenths of a wrong character. */
    private static final int MEANT_TENTHS = 4;

    /** And another car that is as near as this may be meant as well. */
    private static final int ALIKE_TENTHS = 8;

    private Misreading() {}

    /**
     * The one car that is meant by a reading; null where there is none, or there are two.
     *
     * @param inside the cars that are nearest
     */
    public static @Nullable Visit of(Plate read, List<Visit> inside) {
        List<Visit> alike =
                inside.stream().filter(visit -> tenths(read, visit) <= ALIKE_TENTHS).toList();
        return alike.size() == 1 && tenths(read, alike.getFirst()) <= MEANT_TENTHS
                ? alike.getFirst()
                : null;
    }

    private static int tenths(Plate read, Visit visit) {
        return PlateDistance.tenths(read.canonical(), visit.plate().canonical());
    }
}
