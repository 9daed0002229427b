package dev.gatehouse.console;

import dev.gatehouse.console.text.AlarmWords;
import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.console.theme.Mark;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
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
 * worst alarm, then the peers, then that all is well.
 *
 * @param level how urgent
 * @param text one sentence or two
 * @param everywhere whether it is news on a screen that shows the peers, too
 */
record Message(Level level, String text, boolean everywhere) {
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

        /** That of an alarm's severity. */
        static Level of(Alarm alarm) {
            return switch (alarm.severity()) {
                case 1 -> ACT_NOW;
                case 2 -> ACT;
                default -> LOOK;
            };
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

    static Message of(
            Health health,
            @Nullable MeshStatus status,
            AlarmList alarms,
            Instant now,
            Words words) {
        for (Health.Check check : health.checks()) {
            if (!check.ok()) {
                return trouble(check, words);
            }
        }
        if (status == null) {
            return new Message(Level.CALM, words.get("app.loading"));
        }
        Message calm =
                status.standalone()
                        ? new Message(Level.KNOW, words.get("message.standalone"))
                        : peers(status, now, words);
        return alarms.open().stream()
                .filter(alarm -> alarm.active() && !saidOtherwise(alarm.code()))
                .filter(alarm -> Level.of(alarm).compareTo(calm.level()) <= 0)
                .findFirst()
                .map(alarm -> alarm(alarm, now, words))
                .orElse(calm);
    }

    /** What the checks and the peers say at once, and in more words, before it is an alarm. */
    private static boolean saidOtherwise(Alarm.Code code) {
        return switch (code) {
            case STORE_CANNOT_WRITE,
                    API_STOPPED,
                    P2P_STOPPED,
                    CONFIG_SLIP,
                    ALL_PEERS_LOST,
                    PEER_LOST,
                    PEER_REFUSED ->
                    true;
            default -> false;
        };
    }

    private static Message alarm(Alarm alarm, Instant now, Words words) {
        var say = new AlarmWords(words);
        String text = say.what(alarm, now) + " " + say.action(alarm, now);
        return new Message(Level.of(alarm), text, true);
    }

    private static Message trouble(Health.Check check, Words words) {
        String why = new Causes(words).of(check);
        return switch (check.name()) {
            case "store" -> new Message(Level.ACT_NOW, words.get("message.store", why), true);
            case "api" -> new Message(Level.ACT_NOW, words.get("message.api", why), true);
            case "p2p" -> new Message(Level.ACT, words.get("message.p2p", why), true);
            case "config" -> new Message(Level.ACT, words.get("message.config", why), true);
            default -> new Message(Level.ACT, words.get("message.check", check.name(), why), true);
        };
    }

    private static Message peers(MeshStatus status, Instant now, Words words) {
        List<PeerState> refused =
                status.peers().stream().filter(p -> p.link() instanceof LinkState.Refused).toList();
        List<PeerState> away =
                status.peers().stream().filter(p -> isIdle(p, now) || lost(p, now)).toList();
        List<PeerState> lost = away.stream().filter(p -> !isIdle(p, now)).toList();
        if (away.size() == status.peers().size()) {
            return new Message(Level.ACT, words.get("message.allLost"), true);
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
            return present(status, now, words);
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

    /** None is lost or refused. */
    private static Message present(MeshStatus status, Instant now, Words words) {
        List<PeerState> paused =
                status.peers().stream().filter(p -> p.link() instanceof LinkState.Paused).toList();
        long idle = status.peers().stream().filter(p -> isIdle(p, now)).count();
        long missing = status.peers().size() - status.connectedPeers() - paused.size() - idle;
        if (missing > 0) {
            return new Message(Level.CALM, words.get("message.connecting", missing));
        }
        if (idle > 0 && paused.isEmpty()) {
            return new Message(Level.CALM, words.get("message.idle", idle));
        }
        if (!paused.isEmpty() && paused.getFirst().link() instanceof LinkState.Paused pause) {
            Duration left = Duration.between(now, pause.until());
            return new Message(
                    Level.KNOW,
                    words.get("message.paused", paused.getFirst().id(), words.span(left)));
        }
        return new Message(Level.CALM, words.get("message.normal"));
    }

    /** Nobody waits for it any more. */
    private static boolean isIdle(PeerState peer, Instant now) {
        return peer.idleSince(now) != null;
    }

    private static boolean lost(PeerState peer, Instant now) {
        return switch (peer.link()) {
            case LinkState.Disconnected(Instant since, _, _) ->
                    Duration.between(since, now).compareTo(LOST_AFTER) >= 0;
            case LinkState.Connecting(int attempt, _) -> attempt >= TRIES;
            case LinkState.Unknown _,
                    LinkState.Connected _,
                    LinkState.Refused _,
                    LinkState.Paused _ ->
                    false;
        };
    }
}
