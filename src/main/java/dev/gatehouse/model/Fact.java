package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * What an event of the ledger says, once its payload is understood. What concerns a car is folded
 * with the other facts of that car; of lists and settings the last one counts; the rest is kept.
 */
public sealed interface Fact {
    /** The kind under which it stands in the ledger. */
    String kind();

    /** A fact of a visit, folded with its car. */
    sealed interface OfCar extends Fact
            permits Entry, EntryConfirmed, Reread, Exit, Correction, Voided, ExitUndone {
        /**
         * The visit: {@code central_ms_plate} of its entry. Null only for an exit that an original
         * told without naming an entry.
         */
        @Nullable String eventId();

        /** The car as this fact names it; null where it names only the visit. */
        @Nullable Plate plate();

        /** Whether it begins a visit: as its entry, or standing for one that nobody saw. */
        default boolean begins() {
            return false;
        }
    }

    /** A fact of the whole site. */
    sealed interface OfSite extends Fact
            permits ManualOpening,
                    Payment,
                    Incident,
                    Shift,
                    Fees,
                    Passes,
                    Staff,
                    Located,
                    ParkingLot,
                    Settings,
                    Erase,
                    Withdraw {}

    /**
     * The camera's own words about a reading.
     *
     * @param cameraId the camera's number
     * @param cameraName the camera's name
     * @param confidence 0 to 1
     * @param source {@code auto}, {@code manual} or what the camera said
     * @param told the device's own name of what it reported, null where it gave none
     * @param seen when the device saw the car, null where it told no instant
     * @param clockDoubtful whether the clock that the event's time is by is not to be relied on
     * @param picture the hash of the picture that came with it, null where none did
     */
    record Reading(
            @Nullable Integer cameraId,
            @Nullable String cameraName,
            @Nullable Double confidence,
            @Nullable String source,
            @Nullable String told,
            @Nullable Seen seen,
            boolean clockDoubtful,
            @Nullable Hash picture) {
        public static final Reading NONE = new Reading(null, null, null, null);

        /** A reading without a picture. */
        public Reading(
                @Nullable Integer cameraId,
                @Nullable String cameraName,
                @Nullable Double confidence,
                @Nullable String source,
                @Nullable String told,
                @Nullable Seen seen,
                boolean clockDoubtful) {
            this(cameraId, cameraName, confidence, source, told, seen, clockDoubtful, null);
        }

        public Reading(
                @Nullable Integer cameraId,
                @Nullable String cameraName,
                @Nullable Double confidence,
                @Nullable String source) {
            this(cameraId, cameraName, confidence, source, null, null, false);
        }
    }

    /**
     * A device's own instant.
     *
     * @param ms UTC ms
     * @param reliable whether the device's clock was known to be right: then the car passed at that
     *     instant, and otherwise when the report arrived
     */
    record Seen(long ms, boolean reliable) {}

    /**
     * A car came in.
     *
     * @param edgeId the camera or lane, null where none was named
     * @param localTime {@code YYYY-MM-DD HH:MM:SS} in the site's zone, the original's text; null in
     *     what a node made, which has its own clock
     */
    record Entry(
            String eventId,
            Plate plate,
            @Nullable String edgeId,
            Reading reading,
            @Nullable String localTime)
            implements OfCar {
        public static final String KIND = "entry";

        public Entry(String eventId, Plate plate, @Nullable String edgeId, Reading reading) {
            this(eventId, plate, edgeId, reading, null);
        }

        @Override
        public boolean begins() {
            return true;
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * The barrier closed behind it.
     *
     * @param edgeId the camera or lane, null where none was named
     */
    record EntryConfirmed(String eventId, Plate plate, @Nullable String edgeId) implements OfCar {
        public static final String KIND = "confirmed";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Another reading of a plate, while the car stood before the camera.
     *
     * @param eventId the visit of the car
     * @param text what was read, as the device wrote it
     */
    record Reread(String eventId, String text, Reading reading) implements OfCar {
        public static final String KIND = "reading";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public @Nullable Plate plate() {
            return null;
        }
    }

    /**
     * A car left.
     *
     * @param eventId the visit that ends; of an exit that is {@code alone} a name of its own, made
     *     like that of an entry
     * @param plate null only where an original did not tell it
     * @param edgeId the camera or lane, null where none was named
     * @param feeDong what it was charged, in đồng
     * @param seconds the stay as charged
     * @param localTime as in {@link Entry}
     * @param alone whether no entry of the car was known where it left; the fold joins it with the
     *     entry once that is in the ledger
     * @param missed whether nobody saw the car leave: it came in again while it was inside, and
     *     this tells no more than that it left before
     */
    record Exit(
            @Nullable String eventId,
            @Nullable Plate plate,
            @Nullable String edgeId,
            Reading reading,
            long feeDong,
            long seconds,
            @Nullable String localTime,
            boolean alone,
            boolean missed)
            implements OfCar {
        public static final String KIND = "exit";

        public Exit(
                @Nullable String eventId,
                @Nullable Plate plate,
                @Nullable String edgeId,
                Reading reading,
                long feeDong,
                long seconds,
                @Nullable String localTime) {
            this(eventId, plate, edgeId, reading, feeDong, seconds, localTime, false, false);
        }

        /** An exit whose entry is not known. */
        public static Exit alone(
                String eventId, Plate plate, @Nullable String edgeId, Reading reading) {
            return new Exit(eventId, plate, edgeId, reading, 0, 0, null, true, false);
        }

        public Exit(
                String eventId,
                Plate plate,
                @Nullable String edgeId,
                Reading reading,
                long feeDong,
                long seconds) {
            this(eventId, plate, edgeId, reading, feeDong, seconds, null);
        }

        @Override
        public boolean begins() {
            return alone;
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * An entry was read wrongly. Each field that is not null counts by itself.
     *
     * @param plateId the right plate, as it is compared
     * @param plateView the right plate, as people read it
     * @param reason a person's words, null where none were given
     * @param staff who did it, null where nobody is named
     * @param updatedAt {@code YYYY-MM-DD HH:MM:SS} in UTC, the original's text; null in what a node
     *     made
     */
    record Correction(
            String eventId,
            @Nullable String plateId,
            @Nullable String plateView,
            @Nullable String reason,
            @Nullable String staff,
            @Nullable String updatedAt)
            implements OfCar {
        public static final String KIND = "correction";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public @Nullable Plate plate() {
            return null;
        }
    }

    /**
     * An entry never was: its visit is taken out of the history, for good.
     *
     * @param reason a person's words, null where none were given
     * @param staff who did it, null where nobody is named
     */
    record Voided(String eventId, @Nullable String reason, @Nullable String staff)
            implements OfCar {
        public static final String KIND = "void";

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public @Nullable Plate plate() {
            return null;
        }
    }

    /**
     * The barrier was opened by hand.
     *
     * @param edgeId the gate, null where none was named
     * @param plateText a plate as typed, null where none was
     */
    record ManualOpening(
            @Nullable String edgeId,
            @Nullable String plateText,
            String reason,
            @Nullable String staff)
            implements OfSite {
        public static final String KIND = "manual_opening";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Money changed hands.
     *
     * @param eventId the visit that it was for, null for another reason
     * @param dong in đồng; negative where it was given back
     * @param method {@code cash}, {@code transfer} or what the desk calls it
     * @param givenDong what the driver gave, of which he got the rest back; null where not noted
     */
    record Payment(
            @Nullable String eventId,
            long dong,
            String method,
            @Nullable String edgeId,
            @Nullable String staff,
            @Nullable Long givenDong)
            implements OfSite {
        public static final String KIND = "payment";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * A person begins or ends work at a booth.
     *
     * @param begins false where it ends
     * @param cashDong what is in the drawer, in đồng; null where it was not counted
     */
    record Shift(String staff, boolean begins, @Nullable Long cashDong, @Nullable String note)
            implements OfSite {
        public static final String KIND = "shift";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** What a stay costs from now on. */
    record Fees(FeeRules rules) implements OfSite {
        public static final String KIND = "fee_rules";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * All passes, or part of them.
     *
     * @param part which part, where the list is too long for one event; null for a whole list
     */
    record Passes(List<Pass> passes, @Nullable Part part) implements OfSite {
        public static final String KIND = "passes";

        /** A whole list. */
        public Passes(List<Pass> passes) {
            this(passes, null);
        }

        public Passes {
            passes = List.copyOf(passes);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Which part of a list an event has.
     *
     * @param list names the list, 16 hexadecimal digits drawn by chance
     * @param no its number, from 1
     * @param of how many there are
     */
    record Part(String list, int no, int of) {}

    /**
     * A subscription, in the original's words.
     *
     * @param type {@code company}, {@code monthly} or {@code regular}
     * @param status {@code active}, {@code inactive}, {@link #BLOCKED} or what the original said
     * @param startDate {@code YYYY-MM-DD}, its first day
     * @param endDate {@code YYYY-MM-DD}, its last day
     */
    record Pass(
            long id,
            String plateNumber,
            @Nullable String ownerName,
            @Nullable String type,
            @Nullable String status,
            @Nullable String startDate,
            @Nullable String endDate,
            @Nullable String phone,
            @Nullable String note) {
        /** The status of a car that is not to pass before a person has looked at it. */
        public static final String BLOCKED = "blocked";

        /** Whether it says that the car is not to pass, rather than that it has paid. */
        public boolean blocks() {
            return BLOCKED.equals(status);
        }
    }

    /** All staff. */
    record Staff(List<Member> members) implements OfSite {
        public static final String KIND = "staff";

        public Staff {
            members = List.copyOf(members);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** A person who works here, in the original's words. */
    record Member(
            long id,
            String name,
            @Nullable String position,
            @Nullable String phone,
            @Nullable String shift,
            @Nullable String status) {}

    /**
     * What all centrals of a site share.
     *
     * @param siteName null where it has none
     * @param timeZone by which the local times of originals are read and all are shown, such as
     *     {@code Asia/Ho_Chi_Minh}; null leaves it to each node's configuration
     * @param capacity places for cars; null where nobody counted
     */
    record Settings(
            @Nullable String siteName, @Nullable String timeZone, @Nullable Integer capacity)
            implements OfSite {
        public static final String KIND = "settings";

        @Override
        public String kind() {
            return KIND;
        }
    }

    /**
     * Where an event stands.
     *
     * @param seq its number in that stream, from 1
     */
    record Place(StreamId stream, long seq) {}

    /** Those payloads are to be dropped by whoever holds them. */
    record Erase(List<Place> places, @Nullable String reason, @Nullable String staff)
            implements OfSite {
        public static final String KIND = "erase";

        public Erase {
            places = List.copyOf(places);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }

    /** One version of an event, given up by the node whose stream it is in. */
    record GivenUp(StreamId stream, long seq, Hash leaf) {}

    /** Those events were written again under another stream, and count there only. */
    record Withdraw(List<GivenUp> events) implements OfSite {
        public static final String KIND = "withdraw";

        public Withdraw {
            events = List.copyOf(events);
        }

        @Override
        public String kind() {
            return KIND;
        }
    }
}
