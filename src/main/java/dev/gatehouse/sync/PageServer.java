package dev.gatehouse.sync;

import dev.gatehouse.ledger.Page;
import dev.gatehouse.ledger.StoreException;
import dev.gatehouse.mesh.Loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Executor;

/** Answers the asks of peers: reads pages aside and sends as many as were granted. */
final class PageServer {
    /** Asks of one peer at once: twice what a node of this version has under way. */
    private static final int ASKS_PER_PEER = 8;

    /** Pages that a peer may have granted ahead. */
    private static final int MAX_CREDIT = 8;

    private static final Logger LOG = LoggerFactory.getLogger(PageServer.class);

    private final Shared shared;
    private final Executor readers;
    private final Loop loop;

    /**
     * @param readers where pages are read and packed
     * @param loop runs what touches a session
     */
    PageServer(Shared shared, Executor readers, Loop loop) {
        this.shared = shared;
        this.readers = readers;
        this.loop = loop;
    }

    void received(Session session, Messages.Ask ask) {
        if (session.serving.size() >= ASKS_PER_PEER) {
            session.link.offend("an ask while " + ASKS_PER_PEER + " of its own are under way");
            return;
        }
        if (session.serving.containsKey(ask.ask())) {
            session.link.offend("ask " + ask.ask() + " twice");
            return;
        }
        var serving = new Session.Serving(ask);
        session.serving.put(ask.ask(), serving);
        go(session, serving);
    }

    void received(Session session, Messages.Grant grant) {
        Session.Serving serving = session.serving.get(grant.ask());
        if (serving != null) {
            serving.credit = Math.min(serving.credit + 1, MAX_CREDIT);
            go(session, serving);
        }
    }

    void received(Session session, Messages.Cancel cancel) {
        Session.Serving serving = session.serving.get(cancel.ask());
        if (serving != null && serving.reading) {
            serving.cancelled = true; // it counts until its page is read, or asks could pile up
        } else {
            session.serving.remove(cancel.ask());
        }
    }

    private void go(Session session, Session.Serving serving) {
        if (serving.reading || serving.credit == 0) {
            return;
        }
        serving.reading = true;
        serving.credit--;
        serving.pageNo++;
        Messages.Ask ask = serving.ask;
        long from = serving.next;
        int no = serving.pageNo;
        boolean columns = session.caps.contains(Wire.CAP_COLUMNS);
        readers.execute(
                () -> {
                    long next = send(session, ask, from, no, columns);
                    loop.post(() -> sent(session, serving, next));
                });
    }

    /** Reads and sends one page; gives the number after it, or 0 when nothing more follows. */
    private long send(Session session, Messages.Ask ask, long from, int no, boolean columns) {
        try {
            Page page = shared.ledger.page(ask.stream(), from, ask.to(), ask.rows(), ask.bytes());
            long last = page.events().isEmpty() ? 0 : page.events().getLast().seq();
            boolean more =
                    last > 0
                            && last < ask.to()
                            && shared.ledger.holdings().held(ask.stream()).contains(last + 1);
            session.link.send(shared.wire.page(ask, no, page, more, columns, shared.nowMs()));
            return more ? last + 1 : 0;
        } catch (StoreException e) {
            session.link.complain(
                    "Cannot serve "
                            + session.link
                            + " events of "
                            + ask.stream()
                            + ": "
                            + e.getMessage());
            return 0;
        } catch (RuntimeException e) { // else the ask would seem to be read for ever
            LOG.error("Cannot serve {} events of {}", session.link, ask.stream(), e);
            return 0;
        }
    }

    private void sent(Session session, Session.Serving serving, long next) {
        serving.reading = false;
        if (next == 0 || serving.cancelled) {
            session.serving.remove(serving.ask.ask(), serving);
        } else if (session.serving.get(serving.ask.ask()) == serving) {
            serving.next = next;
            go(session, serving);
        }
    }
}
