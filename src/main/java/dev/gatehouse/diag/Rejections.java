package dev.gatehouse.diag;

import dev.gatehouse.model.Alarm.Code;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which peers send events that cannot be used: the counters only grow, so it is over when they have
 * not grown for a while. One thread.
 */
final class Rejections {
    /** A peer that sends such events sends the next within it, and an alarm must not flap. */
    static final Duration HOLD = Duration.ofMinutes(10);

    private record Grown(long rejected, long nanos) {}

    private final Map<CentralId, Grown> grown = new HashMap<>();

    /**
     * Looks at the counters, and gives what is wrong.
     *
     * @param nanos by the steady clock
     */
    List<Condition> look(MeshStatus mesh, long nanos) {
        var wrong = new ArrayList<Condition>();
        for (PeerState peer : mesh.peers()) {
            long rejected = peer.original() ? 0 : peer.counters().rejected(); // its rows lack names
            Grown last = grown.getOrDefault(peer.id(), new Grown(0, nanos));
            if (rejected != last.rejected()) {
                last = new Grown(rejected, nanos);
                grown.put(peer.id(), last);
            }
            if (rejected > 0 && nanos - last.nanos() < HOLD.toNanos()) {
                String detail = rejected + " events from it cannot be used";
                wrong.add(Condition.of(Code.EVENT_REJECTED, peer.id().value(), detail, rejected));
            }
        }
        grown.keySet().retainAll(mesh.peers().stream().map(PeerState::id).toList());
        return wrong;
    }
}
