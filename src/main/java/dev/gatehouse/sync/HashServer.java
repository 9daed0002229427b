package dev.gatehouse.sync;

import dev.gatehouse.ledger.query.Inspector;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.Hash;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;

/** Answers the asks of peers for hashes; reads them aside. The sync thread only. */
final class HashServer {
    /** Of one peer at once: a node of this version waits for each answer. */
    private static final int AT_ONCE = 2;

    /**
     * Of one peer in {@link #SPELL}: four whole comparisons, each as long as it may be. An answer
     * is 66 KB at most.
     */
    private static final int IN_A_SPELL = 4 * Comparison.ASKS;

    private static final Duration SPELL = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(HashServer.class);

    private final Shared shared;
    private final Inspector inspector;
    private final Executor readers;
    private final Loop loop;

    /**
     * @param readers where the hashes are read
     * @param loop runs what touches a session
     */
    HashServer(Shared shared, Executor readers, Loop loop) {
        this.shared = shared;
        this.inspector = shared.ledger.inspector();
        this.readers = readers;
        this.loop = loop;
    }

    void received(Session session, Messages.AskHashes ask, Instant now) {
        if (session.hashing >= AT_ONCE) {
            session.link.offend("an ask for hashes while " + AT_ONCE + " of its own are under way");
            return;
        }
        if (session.hashedSince.equals(Instant.MIN)
                || now.isAfter(session.hashedSince.plus(SPELL))) {
            session.hashedSince = now;
            session.hashed = 0;
        }
        if (++session.hashed > IN_A_SPELL) {
            session.link.offend("over " + IN_A_SPELL + " asks for hashes within a minute");
            return;
        }
        session.hashing++;
        readers.execute(
                () -> {
                    answer(session, ask);
                    loop.post(() -> session.hashing--);
                });
    }

    private void answer(Session session, Messages.AskHashes ask) {
        try {
            List<Hash> hashes = inspector.hashes(ask.stream(), ask.level(), ask.from(), ask.to());
            session.link.send(
                    shared.wire.hashes(new Messages.Hashes(ask.ask(), hashes), shared.nowMs()));
        } catch (StoreException e) {
            session.link.complain(
                    "Cannot serve " + session.link + " its hashes: " + e.getMessage());
        } catch (RuntimeException e) { // else the ask would seem to be read for ever
            LOG.error("Cannot serve {} its hashes", session.link, e);
        }
    }
}
