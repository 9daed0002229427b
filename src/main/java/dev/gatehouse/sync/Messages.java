package dev.gatehouse.sync;

import dev.gatehouse.ledger.store.PackedEvents;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Fork;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/** What two Gatehouse nodes say to each other, once parsed. */
sealed interface Messages {
    /**
     * @param node the stream that the sender writes now
     * @param hb counts up at the sender
     * @param wallMs the sender's wall clock, UTC ms
     * @param hlc the sender's ledger clock
     * @param top the digest of everything that it holds
     * @param count events that it holds
     * @param fold what its visits come to with those; null where some of them came without what
     *     they say, or where it does not tell
     * @param changed streams that changed since its last heartbeat on this link
     * @param signed those of these heads, or of the same streams, that their writers have signed
     * @param described descriptors of streams that it names here for the first time on this link
     * @param ok for each central, the last of its heartbeats whose whole content the sender holds
     * @param echo the last heartbeat of ours that it had, null before the first
     * @param whole whether it claims all that was on the sender's disk then: only such a one proves
     *     what both had at a moment
     * @param shared names that more than one booth has, as the sender sees it
     * @param forks streams of which it has seen two versions
     * @param caps what the sender understands beyond the first form of this dialect
     * @param links the centrals that the sender is linked to, originals among them
     * @param nodes the nodes that the sender knows to be there, told now and then
     */
    record Heartbeat(
            StreamId node,
            long hb,
            long wallMs,
            Hlc hlc,
            Hash top,
            long count,
            @Nullable FoldDigest fold,
            List<StreamHead> changed,
            List<SignedHead> signed,
            List<StreamDescriptor> described,
            Map<CentralId, Long> ok,
            @Nullable Echo echo,
            boolean whole,
            List<CentralId> shared,
            List<Fork> forks,
            List<String> caps,
            List<CentralId> links,
            List<Node> nodes)
            implements Messages {}

    /**
     * A node that somebody has heard of.
     *
     * @param node the stream that it writes
     * @param hb the number of its last heartbeat that was heard of
     * @param address where it was met; empty where that is not known
     * @param ageMs how long ago that number was news to whoever tells it
     */
    record Node(CentralId central, StreamId node, long hb, String address, long ageMs) {}

    /**
     * @param hb the heartbeat of ours
     * @param receivedMs when it came there, by the peer's clock
     * @param sentMs when this answer left there, by the peer's clock
     */
    record Echo(long hb, long receivedMs, long sentMs) {}

    /** The hashes of the 256 buckets of everything that the sender holds. */
    record State(List<Hash> buckets) implements Messages {}

    /** All that the sender holds of one bucket. */
    record Streams(
            int bucket,
            List<StreamHead> heads,
            List<SignedHead> signed,
            List<StreamDescriptor> described)
            implements Messages {}

    /**
     * Asks for events.
     *
     * @param ask names this ask on this link
     * @param from the first number wanted
     * @param to the last number wanted
     * @param rows at most so many events a page
     * @param bytes at most so many bytes a page, inflated
     * @param credit pages that may be sent before the first grant
     */
    record Ask(long ask, StreamId stream, long from, long to, int rows, int bytes, int credit)
            implements Messages {}

    /**
     * Asks for what tells how the car park stands now: which events of which streams is for the
     * sender to choose.
     *
     * @param ask names this ask on this link
     * @param rows at most so many events a page
     * @param bytes at most so many bytes a page, inflated
     * @param credit pages that may be sent before the first grant
     * @param missing how many events are missing in all, as far as the asker knows
     */
    record AskNow(long ask, int rows, int bytes, int credit, long missing) implements Messages {}

    /**
     * Events for an ask.
     *
     * @param no the page's number within its ask, from 1
     * @param n leaves of the tree that they are proven in, 0 where they come without a proof
     * @param root over those
     * @param sig the signature of that head by the stream's writer, null where there is none
     * @param proof the subtrees without any of the events
     * @param more whether another page of this ask follows
     * @param described whose the stream is, where that was not asked for by name
     * @param block the events as the block in which they came, null where they came otherwise
     */
    record Pages(
            long ask,
            int no,
            StreamId stream,
            List<LedgerEvent> events,
            long n,
            Hash root,
            @Nullable Blob sig,
            List<Hash> proof,
            boolean more,
            List<StreamDescriptor> described,
            @Nullable PackedEvents block)
            implements Messages {}

    /**
     * More pages may come.
     *
     * @param pages as many as may come of that ask in all, so that a grant which comes twice grants
     *     nothing; 0 from an older peer, which grants one more each time
     */
    record Grant(long ask, int pages) implements Messages {}

    /**
     * Asks for hashes side by side in the tree of one stream.
     *
     * @param ask names this ask on this link
     * @param level levels above the leaves
     * @param from the first, from 0
     * @param to the last
     */
    record AskHashes(long ask, StreamId stream, int level, long from, long to)
            implements Messages {}

    /**
     * Those hashes.
     *
     * @param hashes as many as were asked for; none where the sender does not hold all of them
     */
    record Hashes(long ask, List<Hash> hashes) implements Messages {}

    /**
     * Asks for a piece of a picture.
     *
     * @param ask names this ask on this link
     * @param hash of the whole picture
     * @param from its first byte that is wanted, from 0
     */
    record AskPicture(long ask, Hash hash, int from) implements Messages {}

    /**
     * That piece.
     *
     * @param size bytes of the whole picture; 0 where the sender does not have it
     * @param bytes as many as there are, and as one piece may have
     */
    record Piece(long ask, int size, Blob bytes) implements Messages {}

    /** Something that a later version says; it means nothing here. */
    record Other(String type) implements Messages {}

    /** No more pages are wanted. */
    record Cancel(long ask) implements Messages {}

    /** An event that the sender has just made. */
    record Live(LedgerEvent event, Hash root) implements Messages {}
}
