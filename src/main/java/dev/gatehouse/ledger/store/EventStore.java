package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.QuarantinedEvent;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Keeps the streams and their events, and what is known of events that are not as others have them.
 */
public interface EventStore {
    /**
     * A stream as stored.
     *
     * @param key its short local number
     * @param head how much of it is held
     * @param signed the last head that its writer signed and that is held; null before the first
     * @param lastHlc the greatest clock value in it
     */
    record StoredStream(
            int key,
            StreamDescriptor descriptor,
            StreamHead head,
            @Nullable SignedHead signed,
            Hlc lastHlc) {
        /** Events held from 1 without a gap. */
        public long n() {
            return head.n();
        }

        /** Over those. */
        public Hash root() {
            return head.root();
        }
    }

    /**
     * An event that contradicts what is held under its number, and the central that it came from.
     *
     * @param sender null where it is not known
     * @param came UTC ms
     */
    record Quarantined(HashedEvent event, @Nullable CentralId sender, long came) {
        public QuarantinedEvent shown() {
            return new QuarantinedEvent(event.event(), sender, Instant.ofEpochMilli(came));
        }
    }

    /** An event of which only the hash of its payload is held. */
    record HashOnly(StreamId stream, long seq, String kind) {}

    /**
     * Where an event stands.
     *
     * @param key the short number of its stream
     */
    record EventRef(int key, long seq) {}

    /** An event, and the short number of its stream. */
    record Keyed(int key, LedgerEvent event) {}

    /** Reads on the snapshot of one transaction. */
    interface Reader {
        List<StoredStream> streams();

        /**
         * Events in order from {@code from}, until one of the limits or a gap.
         *
         * @param maxBytes as they travel, about; the first event comes however large it is
         */
        List<LedgerEvent> range(int key, StreamId stream, long from, int maxRows, int maxBytes);

        /** One stream; empty where there is none with that key. */
        Optional<StoredStream> stream(int key);

        /**
         * The block of {@code n} events from that number on, as it is kept; empty where there is
         * none, or where it is damaged.
         */
        Optional<Blob> block(int key, long first, int n);

        /** All versions of events that were given up, and all payloads that nobody may keep. */
        Tombstones marks();

        /** The events of which only the hash of their payload is held. */
        List<HashOnly> hashesOnly();

        /** The streams that exist in two versions. */
        List<Fork> forks();

        /** Events that contradict what is held, oldest first. */
        List<Quarantined> quarantined();

        /** How many those are; reads none of them. */
        long quarantinedCount();

        /** One event, empty where there is none. */
        Optional<LedgerEvent> event(int key, long seq);

        /** Whether an event is held in a block. */
        boolean isInBlock(int key, long seq);

        /** The number of the first event from {@code from} on that is held outside of blocks. */
        OptionalLong firstRow(int key, long from);
    }

    /** Reads and writes within one transaction. */
    interface Writer extends Reader {
        /** Stores a new stream with nothing in it and gives its key. */
        int addStream(StreamDescriptor descriptor);

        void add(int key, HashedEvent event);

        /**
         * Stores events as a block; it takes the place of what is held under the same numbers.
         *
         * @param packed of that stream
         */
        void addBlock(int key, PackedEvents packed);

        /** Takes an event out; the others of its block are held outside of blocks from then on. */
        void remove(int key, long seq);

        /** Puts the hash of an event's payload in the place of it. */
        void erase(int key, long seq, Hash payload);

        /** Puts its payload back in the place of the hash. */
        void restore(int key, long seq, Blob payload);

        /**
         * Notes how much of a stream is held.
         *
         * @param lastHlc the greatest clock value among what is new
         */
        void hold(int key, StreamHead head, Hlc lastHlc);

        /** Replaces the signed head of a stream. */
        void sign(int key, @Nullable SignedHead signed);

        void addWithdrawn(Tombstones.Withdrawn withdrawn);

        void addErased(StreamId stream, Ranges.Interval numbers);

        /** Keeps it, unless it is there already or there are {@code limit} others. */
        void quarantine(Quarantined event, int limit);

        /** Inserts or replaces what is known of that stream. */
        void saveFork(Fork fork);

        void removeFork(StreamId stream);
    }
}
