package dev.gatehouse.node;

import dev.gatehouse.gate.ClockCheck;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.query.OwnStream;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.model.Notice;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * Tells the check of the clock what this node writes. The ledger is opened with the way out of it
 * before there is a check, and writes nothing until there is one.
 */
final class OwnEvents {
    /** Three weeks of a booth that is started three times a day. */
    private static final int STREAMS = 64;

    private static final Logger LOG = LoggerFactory.getLogger(OwnEvents.class);

    private volatile @Nullable ClockCheck check;

    /** What is to be done with each commit's notices, before the others hear of them. */
    Consumer<List<Notice>> before(Consumer<List<Notice>> others) {
        return notices -> {
            ClockCheck told = check;
            for (Notice notice : notices) {
                if (told != null && notice instanceof Notice.Appended appended) {
                    told.wrote(Instant.ofEpochMilli(appended.event().wallMs()));
                }
            }
            others.accept(notices);
        };
    }

    /** Makes the check of what was written before. */
    ClockCheck check(Ledger ledger, InstantSource wall) {
        var made = new ClockCheck(BuildTime.read(), written(ledger), wall.instant());
        check = made;
        return made;
    }

    private static List<OwnStream> written(Ledger ledger) {
        try {
            return ledger.ownStreams(STREAMS);
        } catch (StoreException e) { // an alarm of its own tells it
            LOG.warn("Not known when this central wrote last: {}", e.getMessage());
            return List.of();
        }
    }
}
