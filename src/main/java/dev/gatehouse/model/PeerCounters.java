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
 */
public record PeerCounters(
        long received, long merged, long had, long rejected, long waiting, long dropped) {
    public static final PeerCounters ZERO = new PeerCounters(0, 0, 0, 0, 0);

    /** Where nothing was dropped. */
    public PeerCounters(long received, long merged, long had, long rejected, long waiting) {
        this(received, merged, had, rejected, waiting, 0);
    }
}
