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

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The one thing that the booth should know at this moment: the worst alarm with what to do, or
 * calmly how it stands with the peers. What is no alarm yet is not complained about.
 *
 * @param level how urgent
 * @param text one sentence or two
 * @param more how many other alarms last
 * @param urgent whether it is to be acted upon now and nobody has acknowledged it
 */
record Message(Level level, String text, int more, boolean urgent) {
    /** Before anything is known. */
    static final Message NOTHING = new Message(Level.CALM, "");

    private static final int NAMED = 3;

    /** How urgent, with the shape that says so; the words of the alarm list. */
    enum Level {
        ACT_NOW("p1", Mark.SQUARE),
        ACT("p2", Mark.TRIANGLE),
        LOOK("p3", Mark.DIAMOND),
        KNOW("info", Mark.DISC),
        CALM("calm", Mark.RING),
        /** A word about the key that was pressed last, for some seconds. */
        SAID("said", Mark.RING);

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
        this(level, text, 0, false);
    }

    static Message of(
            Health health,
            @Nullable MeshStatus status,
            AlarmList alarms,
            Instant now,
            Words words,
            @Nullable Path configFile) {
        List<Alarm> lasting = alarms.open().stream().filter(Alarm::active).toList();
        if (!lasting.isEmpty()) {
            return worst(lasting, health, status, now, words);
        }
        if (status == null) {
            return new Message(Level.CALM, words.get("app.loading"));
        }
        return status.standalone()
                ? new Message(Level.KNOW, alone(words, configFile))
                : calm(status, now, words);
    }

    /** Whoever starts a booth for the first time is told what to do next, and where. */
    private static String alone(Words words, @Nullable Path configFile) {
        String alone = words.get("message.standalone");
        return configFile == null ? alone : words.get("message.standaloneFile", alone, configFile);
    }

    /**
     * @param lasting the worst first; not empty
     */
    private static Message worst(
            List<Alarm> lasting,
            Health health,
            @Nullable MeshStatus status,
            Instant now,
            Words words) {
        Alarm worst = lasting.getFirst();
        List<Alarm> alike =
                worst.code() == Alarm.Code.PEER_LOST
                        ? lasting.stream().filter(a -> a.code() == worst.code()).toList()
                        : List.of(worst);
        String text =
                alike.size() > 1
                        ? lost(alike, words)
                        : cause(worst, health, status, words)
                                .orElseGet(() -> plainly(worst, now, words));
        return new Message(
                Level.of(worst),
                text,
                lasting.size() - alike.size(),
                worst.severity() == 1 && !worst.acknowledged());
    }

    private static String plainly(Alarm alarm, Instant now, Words words) {
        var say = new AlarmWords(words);
        return say.what(alarm, now) + " " + say.action(alarm, now);
    }

    private static String lost(List<Alarm> lost, Words words) {
        String names =
                lost.stream().limit(NAMED).map(Alarm::about).collect(Collectors.joining(", "));
        return words.get(
                "message.someLost", lost.size(), lost.size() > NAMED ? names + ", …" : names);
    }

    /** What is known of the cause beyond what the alarm says. */
    private static Optional<String> cause(
            Alarm alarm, Health health, @Nullable MeshStatus status, Words words) {
        return switch (alarm.code()) {
            case STORE_CANNOT_WRITE -> broken("store", "message.store", health, words);
            case API_STOPPED -> broken("api", "message.api", health, words);
            case P2P_STOPPED -> broken("p2p", "message.p2p", health, words);
            case CONFIG_SLIP -> broken("config", "message.config", health, words);
            case PEER_REFUSED -> refused(alarm, status, words);
            default -> Optional.empty();
        };
    }

    private static Optional<String> broken(String part, String key, Health health, Words words) {
        return health.checks().stream()
                .filter(check -> check.name().equals(part) && !check.ok())
                .map(check -> words.get(key, new Causes(words).of(check)))
                .findFirst();
    }

    private static Optional<String> refused(Alarm alarm, @Nullable MeshStatus status, Words words) {
        if (status == null) {
            return Optional.empty();
        }
        for (PeerState peer : status.peers()) {
            if (peer.id().value().equals(alarm.about())
                    && peer.link() instanceof LinkState.Refused link) {
                String why = new Causes(words).of(link.why());
                return Optional.of(words.get("message.refused", peer.id(), why));
            }
        }
        return Optional.empty();
    }

    /** Nothing is an alarm. */
    private static Message calm(MeshStatus status, Instant now, Words words) {
        List<PeerState> paused =
                status.peers().stream().filter(p -> p.link() instanceof LinkState.Paused).toList();
        long idle = status.peers().stream().filter(p -> p.idleSince(now) != null).count();
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
}
