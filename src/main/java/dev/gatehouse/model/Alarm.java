package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * Something that somebody should do something about. It is open until it is over <em>and</em>
 * somebody has said that he knows.
 *
 * @param id counts up from 1 since the node started
 * @param code what is wrong
 * @param about the peer or the camera that it is about; empty where it is about this node
 * @param severity 1 act now, 2 act, 3 look
 * @param args what the words need, as listed with the code
 * @param detail for the log and the API, in English; names no plate
 * @param since when it began
 * @param times how often it has begun while it was open, from 1
 * @param clearedAt when it was over; null while it is not
 * @param acknowledgedAt when somebody said that he knows; null until then
 * @param acknowledgedBy who that was
 */
public record Alarm(
        long id,
        Code code,
        String about,
        int severity,
        List<String> args,
        String detail,
        Instant since,
        int times,
        @Nullable Instant clearedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy) {
    /**
     * Every alarm there is. The texts of a window have two patterns for each: {@link #textKey} says
     * what is wrong, {@link #actionKey} what to do. In both, {0} is whom it is about, {1} the first
     * argument, and {2} how long it lasts.
     */
    public enum Code {
        /** Nothing new is kept. Argument: which {@link StoreTrouble} it is, by its name. */
        STORE_CANNOT_WRITE(1, "storeCannotWrite"),
        /** Argument: megabytes left. */
        DISK_FULL(1, "diskFull"),
        /** This PC's clock cannot be right. Argument: what it shows, on the site's clock. */
        CLOCK_WRONG(1, "clockWrong"),
        /** Cameras are not served. */
        API_STOPPED(1, "apiStopped"),
        /** A camera that reported since the start does so no more: its lane reads no plates. */
        CAMERA_SILENT(2, "cameraSilent"),
        /** Two hold different events under the same numbers. Argument: how many are known. */
        DIGEST_MISMATCH(2, "digestMismatch"),
        /** Two show other visits of the same events: by their settings, or one by mistake. */
        VISITS_DIFFER(2, "visitsDiffer"),
        /** One stream was written by two. Argument: how many streams. */
        STREAM_FORK(2, "streamFork"),
        /** Rows on this disk are not what was written; until mended. Argument: how many events. */
        EVENT_DAMAGED(2, "eventDamaged"),
        /** What came from a peer is not what was made of it. Argument: how many differ. */
        COUNTERS_UNBALANCED(2, "countersUnbalanced"),
        /**
         * Another booth has the name of this one, or a peer is there twice. Argument: the name,
         * with the addresses where they are known.
         */
        DUPLICATE_CENTRAL_ID(2, "duplicateCentralId"),
        /** Argument: seconds, signed; positive where the peer is ahead. */
        CLOCK_SKEW(2, "clockSkew"),
        /** Over a minute ahead, so its time is not taken over. Argument: seconds. */
        CLOCK_AHEAD(2, "clockAhead"),
        /** Argument: how many peers there are. */
        ALL_PEERS_LOST(2, "allPeersLost"),
        /** Other centrals cannot connect here. */
        P2P_STOPPED(2, "p2pStopped"),
        /** The last accepted configuration is used. Argument: how many slips. */
        CONFIG_SLIP(2, "configSlip"),
        PEER_LOST(3, "peerLost"),
        /** Events are on their way for too long. Argument: how many. */
        PEER_LAGS(3, "peerLags"),
        PEER_REFUSED(3, "peerRefused"),
        /** Another key signs for a central than did at first. */
        KEY_CHANGED(3, "keyChanged"),
        /** Argument: seconds, signed; positive where the device is ahead. */
        DEVICE_CLOCK(3, "deviceClock"),
        /** Argument: how many. */
        EVENT_REJECTED(3, "eventRejected"),
        /** Argument: how many. */
        EVENT_QUARANTINED(3, "eventQuarantined"),
        /** Events that nobody can give any more. Argument: how many. */
        NUMBERS_LOST(3, "numbersLost"),
        /** Argument: gigabytes left. */
        DISK_LOW(3, "diskLow");

        private final int severity;
        private final String name;

        Code(int severity, String name) {
            this.severity = severity;
            this.name = name;
        }

        /** As a rule: 1 act now, 2 act, 3 look. */
        public int severity() {
            return severity;
        }

        /** Names the words that say what is wrong. */
        public String textKey() {
            return "alarm." + name;
        }

        /** Names the words that say what to do. */
        public String actionKey() {
            return "alarm." + name + ".action";
        }
    }

    public Alarm {
        args = List.copyOf(args);
    }

    /** Whether it is so at present. */
    public boolean active() {
        return clearedAt == null;
    }

    public boolean acknowledged() {
        return acknowledgedAt != null;
    }
}
