package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

/** What is known of a car that a camera sees, before anything opens. */
public sealed interface Sighting {
    /**
     * A car.
     *
     * @param usual whether the plate has one of the known forms; one that has none may be a slip
     * @param inside its visit, null where it is not inside
     * @param due what it would be charged if it left now, null where it is not inside
     * @param pass its pass, null where it has none that is in force today
     * @param alike where it is not inside, the one car inside that differs only in D for Đ and may
     *     be it; null where there is none or there are two
     * @param lapsed its pass that is not in force any more, or that blocks it; null where there is
     *     none, or another one is in force
     */
    record Seen(
            Plate plate,
            boolean usual,
            @Nullable Visit inside,
            @Nullable Due due,
            Fact.@Nullable Pass pass,
            @Nullable Visit alike,
            Fact.@Nullable Pass lapsed)
            implements Sighting {
        /** A car without a pass that has ended. */
        public Seen(
                Plate plate,
                boolean usual,
                @Nullable Visit inside,
                @Nullable Due due,
                Fact.@Nullable Pass pass,
                @Nullable Visit alike) {
            this(plate, usual, inside, due, pass, alike, null);
        }

        /** How long it has been inside; 0 where it is not. */
        public long seconds() {
            return due == null ? 0 : due.seconds();
        }

        /** What it would be charged if it left now, in đồng; 0 where it is not inside. */
        public long feeDong() {
            return due == null ? 0 : due.feeDong();
        }
    }

    /**
     * What a stay costs up to now, and how that came about.
     *
     * @param seconds the stay, cut down; negative where a clock is behind
     * @param feeDong the fee in đồng, 0 or more
     * @param chargedHours hours begun after the free minutes that are charged one by one
     * @param coveredSeconds what of the stay its pass covers
     * @param rules by which it was charged
     * @param needsReview the stay is negative or longer than 30 days: a person must look at it
     * @param cappedDays days that cost the limit of the rules instead of their hours
     * @param freeSecondsUsedBefore what of the free minutes the stays just before this one used
     */
    record Due(
            long seconds,
            long feeDong,
            long chargedHours,
            long coveredSeconds,
            FeeRules rules,
            boolean needsReview,
            long cappedDays,
            long freeSecondsUsedBefore) {
        /** What is due by hours alone, with all free minutes. */
        public Due(
                long seconds,
                long feeDong,
                long chargedHours,
                long coveredSeconds,
                FeeRules rules,
                boolean needsReview) {
            this(seconds, feeDong, chargedHours, coveredSeconds, rules, needsReview, 0, 0);
        }

        /** The same where something else was charged. */
        public Due charging(long dong) {
            return new Due(
                    seconds,
                    dong,
                    chargedHours,
                    coveredSeconds,
                    rules,
                    needsReview,
                    cappedDays,
                    freeSecondsUsedBefore);
        }

        /** What of the stay is to be paid for. */
        public long openSeconds() {
            return seconds - coveredSeconds;
        }

        /** What is left of the free minutes, in whole minutes. */
        public long freeMinutes() {
            return (rules.freeSeconds() - freeSecondsUsedBefore) / 60;
        }
    }

    /**
     * A car stands there, and nobody has read its plate.
     *
     * @param raw what the device wrote in place of one, without control characters
     */
    record Unread(String raw) implements Sighting {}

    /**
     * What was read is no plate.
     *
     * @param field the part of the request that is wrong, by its JSON name
     * @param why names the value and what was expected
     */
    record Refused(String field, String why) implements Sighting {}
}
