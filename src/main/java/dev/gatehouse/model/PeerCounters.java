package dev.gatehouse.model;

/**
 * Events that came from one peer since this node started, and those that did not go to it live.
 * Those that came balance when {@code received = merged + had + rejected + waiting}.
 *
 * @param received counted at the socket
 * @param merged written, and new
 * @param had were here already
 * @param rejected could not be used
 * @param waiting received and not yet written
 * @param dropped not sent to it live, since too much waited for it to read: it fetches them
 * @param conflicts entries and exits there that do not count, as the history stands now: another
 *     that came before them tells otherwise, and counts at all centrals
 * @param repeated frames with asks or answers that it, or whatever is between, sent again byte for
 *     byte: nothing becomes of them
 */
public record PeerCounters(
        long received,
        long merged,
        long had,
        long rejected,
        long waiting,
        long dropped,
        long conflicts,
        long repeated) {
    public static final PeerCounters ZERO = new PeerCounters(0, 0, 0, 0, 0);

    /** Where nothing was dropped or repeated, and no conflict came up. */
    public PeerCounters(long received, long merged, long had, long rejected, long waiting) {
        this(received, merged, had, rejected, waiting, 0, 0, 0);
    }
}
