package dev.gatehouse.console.peers;

import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.PeerState;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;

/** Why a key of the screen does nothing just now: a key without any answer looks broken. Pure. */
final class DeadKeys {
    private static final List<Shortcut> LETTERS =
            List.of(
                    Shortcut.RESYNC,
                    Shortcut.CANCEL,
                    Shortcut.PAUSE,
                    Shortcut.TEST,
                    Shortcut.DIFFERENCES,
                    Shortcut.EXPORT,
                    Shortcut.ORDER);

    private DeadKeys() {}

    /**
     * How the screen stands.
     *
     * @param selected the selected peer, null for none
     * @param comparing whether it is being compared with
     * @param log whether the log is shown
     */
    record Standing(@Nullable PeerState selected, boolean comparing, boolean log) {}

    /** The key that a letter stands for, in either case. */
    static Optional<Shortcut> of(String typed) {
        return LETTERS.stream().filter(key -> key.label().equalsIgnoreCase(typed)).findFirst();
    }

    /** Key of the text that says why that key, which is not offered, does nothing. */
    static String why(Shortcut key, Standing now) {
        PeerState peer = now.selected;
        return switch (key) {
            case EXPORT -> now.log ? "dead.logEmpty" : "dead.logHidden";
            case ORDER -> "dead.order";
            case CANCEL -> "dead.cancel";
            case RESYNC, DIFFERENCES -> peer == null ? "dead.noPeer" : why(peer, now.comparing);
            default -> "dead.noPeer";
        };
    }

    private static String why(PeerState peer, boolean comparing) {
        if (peer.link() instanceof LinkState.Paused) {
            return "dead.paused";
        }
        if (!peer.connected()) {
            return "resync.offline";
        }
        return comparing && peer.resync() == null
                ? "differences.comparing"
                : "resync.alreadyRunning";
    }
}
