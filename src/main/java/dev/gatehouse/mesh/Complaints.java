package dev.gatehouse.mesh;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Warnings about what peers do: each peer has so many lines a minute, so that one gone mad fills no
 * disk. Any thread.
 */
final class Complaints {
    /** Enough to see what is wrong; 14,400 a day at most, some 3 MB. */
    static final int LINES_A_MINUTE = 10;

    /** Peers told apart; those beyond share one allowance. */
    static final int PEERS = 128;

    /** Letters of what a stranger says that are worth a log line. */
    private static final int LETTERS = 300;

    private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);

    private static final class Allowance {
        Instant until;
        int said;
        long unsaid;

        Allowance(Instant until) {
            this.until = until;
        }
    }

    private final InstantSource clock;

    /** Said already, so that a peer that comes again and again fills no disk. */
    private final Set<String> said = new LinkedHashSet<>();

    private final Map<String, Allowance> allowances = new HashMap<>();

    Complaints(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * @param who the central, or one word for all who have not said who they are
     * @return whether it was logged
     */
    synchronized boolean warn(String who, String what) {
        Instant now = clock.instant();
        String key = allowances.size() < PEERS || allowances.containsKey(who) ? who : "others";
        Allowance mine =
                allowances.computeIfAbsent(
                        key, _ -> new Allowance(now.plus(Duration.ofMinutes(1))));
        if (!now.isBefore(mine.until)) {
            if (mine.unsaid > 0) {
                LOG.warn("{} more complaints about {} are not shown", mine.unsaid, key);
            }
            mine.until = now.plus(Duration.ofMinutes(1));
            mine.said = 0;
            mine.unsaid = 0;
        }
        if (mine.said == LINES_A_MINUTE) {
            mine.unsaid++;
            return false;
        }
        mine.said++;
        LOG.warn("{}", clip(what));
        return true;
    }

    /** Whether that has not been said before, as far as is remembered. */
    synchronized boolean isNew(String what) {
        if (said.size() >= PEERS) {
            said.remove(said.iterator().next());
        }
        return said.add(clip(what));
    }

    /** One line of at most 300 letters. */
    static String clip(String text) {
        String start = text.length() <= LETTERS ? text : text.substring(0, LETTERS) + "…";
        return start.replaceAll("\\p{Cntrl}", " ");
    }
}
