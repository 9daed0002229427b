package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Who is to be linked, and who is not for a while. Its monitor is also the lock under which a link
 * becomes somebody's and ceases to be there.
 */
final class Roster {
    private final Map<CentralId, Dialer> dialers = new LinkedHashMap<>();

    /** Whether or not they are configured at present. */
    private final Map<CentralId, LinkState.Paused> paused = new HashMap<>();

    Roster(List<PeerAddress> peers) {
        use(peers);
    }

    /**
     * Takes other peers, or the same at other places; one that stays where it is keeps its state.
     *
     * @return those whose links are to be closed: they are no more, or are elsewhere
     */
    synchronized List<CentralId> use(List<PeerAddress> peers) {
        var before = new LinkedHashMap<>(dialers);
        dialers.clear();
        for (PeerAddress peer : peers) {
            Dialer known = before.get(peer.id());
            if (known != null && known.peer.equals(peer)) {
                before.remove(peer.id());
                dialers.put(peer.id(), known);
            } else {
                dialers.put(peer.id(), new Dialer(peer));
            }
        }
        return List.copyOf(before.keySet());
    }

    synchronized @Nullable Dialer get(CentralId peer) {
        return dialers.get(peer);
    }

    /** Those whose time to be dialled has come; they count as being dialled from now on. */
    synchronized List<Dialer> due(Instant now) {
        var due = new ArrayList<Dialer>();
        for (Dialer dialer : dialers.values()) {
            if (dialer.due(now) && !paused.containsKey(dialer.peer.id())) {
                dialer.dialling(now);
                due.add(dialer);
            }
        }
        return due;
    }

    /** A connection to it has come of dialling. */
    synchronized void opened(CentralId peer) {
        Dialer dialer = dialers.get(peer);
        if (dialer != null) {
            dialer.opened();
        }
    }

    /** Whether one of them is an original, as far as is known. */
    synchronized boolean hasOriginals() {
        return dialers.values().stream().anyMatch(Dialer::isOriginal);
    }

    synchronized LinkState state(CentralId peer, UnaryOperator<Instant> shown) {
        LinkState.Paused pause = paused.get(peer);
        Dialer dialer = dialers.get(peer);
        if (pause != null) {
            return pause;
        }
        return dialer == null ? new LinkState.Unknown() : dialer.state(shown);
    }

    synchronized void refused(@Nullable CentralId peer, Instant now, LinkState.Refusal why) {
        Dialer dialer = peer == null ? null : dialers.get(peer);
        if (dialer != null) {
            dialer.refused(now, why);
        }
    }

    /** That peer, where it is known which, has paused this node. */
    synchronized void pausedThere(@Nullable CentralId peer, Instant now) {
        Dialer dialer = peer == null ? null : dialers.get(peer);
        if (dialer != null) {
            dialer.pausedThere(now);
        }
    }

    /** Neither dials that peer nor lets it in; null ends that. */
    synchronized void pause(CentralId peer, LinkState.@Nullable Paused pause) {
        if (pause == null) {
            paused.remove(peer);
        } else {
            paused.put(peer, pause);
        }
    }

    /** Why that peer may not be here at present; null where it may. */
    synchronized LinkState.@Nullable Paused paused(CentralId peer) {
        return paused.get(peer);
    }
}
