package dev.gatehouse.console;

import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.PeerState;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The one thing that the booth should know at this moment: the node's own trouble first, then the
 * peers, then that all is well.
 *
 * @param level how urgent
 * @param text one sentence or two
 * @param aboutThisNode whether it is the node's own trouble, rather than its peers'
 */
record Message(Level level, String text, boolean aboutThisNode) {
    /** Links flap; what lasts shorter than three heartbeats is not worth a word. */
    private static final Duration LOST_AFTER = Duration.ofSeconds(15);

    /** Tries after which a peer that was never reached counts as lost. */
    private static final int TRIES = 3;

    private static final int NAMED = 3;

    /** How urgent, with the shape that says so; the words of the alarm list. */
    enum Level {
        ACT_NOW("p1", Mark.SQUARE),
        ACT("p2", Mark.TRIANGLE),
        LOOK("p3", Mark.DIAMOND),
        KNOW("info", Mark.DISC),
        CALM("calm", Mark.RING);

        private final String style;
        private final Mark mark;

        Level(String style, Mark mark) {
            this.style = style;
            this.mark = mark;
        }

        String style() {
            return style;
        }

        Mark mark() {
            return mark;
        }
    }

    private Message(Level level, String text) {
        this(level, text, false);
    }

    static Message of(Health health, @Nullable MeshStatus status, Instant now, Words words) {
        for (Health.Check check : health.checks()) {
            if (!check.ok()) {
                return trouble(check, words);
            }
        }
        if (status == null) {
            return new Message(Level.CALM, words.get("app.loading"));
        }
        return status.standalone()
                ? new Message(Level.KNOW, words.get("message.standalone"))
                : peers(status, now, words);
    }

    private static Message trouble(Health.Check check, Words words) {
        String why = new Causes(words).of(check);
        return switch (check.name()) {
            case "store" -> new Message(Level.ACT_NOW, words.get("message.store"), true);
            case "api" -> new Message(Level.ACT_NOW, words.get("message.api", why), true);
            case "p2p" -> new Message(Level.ACT, words.get("message.p2p", why), true);
            case "config" -> new Message(Level.ACT, words.get("message.config", why), true);
            default -> new Message(Level.ACT, words.get("message.check", check.name(), why), true);
        };
    }

    private static Message peers(MeshStatus status, Instant now, Words words) {
        List<PeerState> refused =
                status.peers().stream().filter(p -> p.link() instanceof LinkState.Refused).toList();
        List<PeerState> lost = status.peers().stream().filter(p -> lost(p, now)).toList();
        if (lost.size() == status.peers().size()) {
            return new Message(Level.ACT, words.get("message.allLost"));
        }
        if (!refused.isEmpty() && refused.getFirst().link() instanceof LinkState.Refused link) {
            return new Message(
                    Level.LOOK,
                    words.get(
                            "message.refused",
                            refused.getFirst().id(),
                            new Causes(words).of(link.why())));
        }
        if (lost.isEmpty()) {
            long missing = status.peers().size() - status.connectedPeers();
            return new Message(
                    Level.CALM,
                    missing == 0
                            ? words.get("message.normal")
                            : words.get("message.connecting", missing));
        }
        if (lost.size() > 1) {
            String names =
                    lost.stream()
                            .limit(NAMED)
                            .map(p -> p.id().value())
                            .collect(Collectors.joining(", "));
            String more = lost.size() > NAMED ? ", …" : "";
            return new Message(
                    Level.LOOK, words.get("message.someLost", lost.size(), names + more));
        }
        PeerState peer = lost.getFirst();
        return new Message(
                Level.LOOK,
                peer.link() instanceof LinkState.Disconnected(Instant since, _, _)
                        ? words.get(
                                "message.lost", peer.id(), words.span(Duration.between(since, now)))
                        : words.get("message.neverReached", peer.id()));
    }

    private static boolean lost(PeerState peer, Instant now) {
        return switch (peer.link()) {
            case LinkState.Disconnected(Instant since, _, _) ->
                    Duration.between(since, now).compareTo(LOST_AFTER) >= 0;
            case LinkState.Connecting(int attempt, _) -> attempt >= TRIES;
            case LinkState.Unknown _, LinkState.Connected _, LinkState.Refused _ -> false;
        };
    }
}
