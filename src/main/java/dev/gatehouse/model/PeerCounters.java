package dev.gatehouse.model;

/**
 * Events that came from one peer since this node started. They balance when {@code received =
 * merged + had + rejected + waiting}.
 *
 * @param received counted at the socket
 * @param merged written, and new
 * @param had were here already
 * @param rejected could not be used
 * @param waiting received and not yet written
 */
public record PeerCounters(long received, long merged, long had, long rejected, long waiting) {
    public static final PeerCounters ZERO = new PeerCounters(0, 0, 0, 0, 0);
}
