package dev.gatehouse.sync;

import dev.gatehouse.ledger.query.OpenVisitEvents;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.store.StoreException;
import dev.gatehouse.mesh.Loop;
import dev.gatehouse.model.Ranges;
import dev.gatehouse.model.StreamDescriptor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/** Answers the asks of peers: reads pages aside and sends as many as were granted. */
final class PageServer {
    /** Asks of one peer at once: twice what a node of this version has under way. */
    private static final int ASKS_PER_PEER = 8;

    /** Pages that a peer may have granted ahead. */
    private static final int MAX_CREDIT = 8;

    /**
     * The present comes first where it is at most this part of what is missing. Its events come a
     * second time with their streams, and being scattered they take twice the bytes, so this costs
     * a third more at worst; where a larger part of the cars is still inside, the streams
     * themselves are the sooner way to know them.
     */
    private static final int PRESENT_PART = 6;

    /**
     * With more than this missing the present comes first whatever it costs: the streams take more
     * than a second to come, and by then the cars inside are to be known.
     */
    private static final long PRESENT_ALWAYS = 16_384;

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

    /** Where the pages of one ask come from; one page at a time, each by some worker. */
    interface Pager {
        /**
         * Reads and sends the next page.
         *
         * @return whether another one follows
         */
        boolean sendNext(int no, boolean columns);
    }

    void received(Session session, Messages.Ask ask) {
        serve(session, ask.ask(), ask.credit(), new Numbered(session, ask));
    }

    void received(Session session, Messages.AskNow ask) {
        serve(session, ask.ask(), ask.credit(), new Chosen(session, ask));
    }

    private void serve(Session session, long ask, int credit, Pager pager) {
        if (session.serving.size() >= ASKS_PER_PEER) {
            session.link.offend("an ask while " + ASKS_PER_PEER + " of its own are under way");
            return;
        }
        if (session.serving.containsKey(ask)) {
            session.link.offend("ask " + ask + " twice");
            return;
        }
        if (session.cancelledBefore.remove(ask)) {
            return;
        }
        var serving = new Session.Serving(ask, credit, pager);
        session.serving.put(ask, serving);
        go(session, serving);
    }

    void received(Session session, Messages.Grant grant) {
        Session.Serving serving = session.serving.get(grant.ask());
        if (serving != null) {
            int pages = grant.pages() == 0 ? serving.granted + 1 : grant.pages();
            int most = serving.pageNo + MAX_CREDIT;
            serving.granted = Math.max(serving.granted, Math.min(pages, most));
            go(session, serving);
        }
    }

    void received(Session session, Messages.Cancel cancel) {
        Session.Serving serving = session.serving.get(cancel.ask());
        if (serving != null && serving.reading) {
            serving.cancelled = true; // it counts until its page is read, or asks could pile up
        } else if (session.serving.remove(cancel.ask()) == null) {
            session.cancelledBefore.add(cancel.ask());
        }
    }

    private void go(Session session, Session.Serving serving) {
        if (serving.reading || serving.pageNo >= serving.granted) {
            return;
        }
        serving.reading = true;
        serving.pageNo++;
        int no = serving.pageNo;
        boolean columns = session.caps.contains(Wire.CAP_COLUMNS);
        readers.execute(
                () -> {
                    boolean more = send(session, serving.pager, no, columns);
                    loop.post(() -> sent(session, serving, more));
                });
    }

    private static boolean send(Session session, Pager pager, int no, boolean columns) {
        try {
            return pager.sendNext(no, columns);
        } catch (StoreException e) {
            session.link.complain(
                    "Cannot serve " + session.link + " its events: " + e.getMessage());
            return false;
        } catch (RuntimeException e) { // else the ask would seem to be read for ever
            LOG.error("Cannot serve {} its events", session.link, e);
            return false;
        }
    }

    private void sent(Session session, Session.Serving serving, boolean more) {
        serving.reading = false;
        if (!more || serving.cancelled) {
            session.serving.remove(serving.ask, serving);
        } else if (session.serving.get(serving.ask) == serving) {
            go(session, serving);
        }
    }

    /** Consecutive events of the stream that was named. */
    private final class Numbered implements Pager {
        private final Session session;
        private final Messages.Ask ask;
        private long next;

        Numbered(Session session, Messages.Ask ask) {
            this.session = session;
            this.ask = ask;
            this.next = ask.from();
        }

        @Override
        public boolean sendNext(int no, boolean columns) {
            Page page =
                    session.caps.contains(Wire.CAP_BLOCKS)
                            ? shared.ledger.packedPage(
                                    ask.stream(), next, ask.to(), ask.rows(), ask.bytes())
                            : shared.ledger.page(
                                    ask.stream(), next, ask.to(), ask.rows(), ask.bytes());
            long last = page.numbers().isEmpty() ? 0 : page.numbers().last();
            boolean more =
                    last > 0
                            && last < ask.to()
                            && shared.ledger.holdings().held(ask.stream()).contains(last + 1);
            next = last + 1;
            var envelope = new Wire.Envelope(ask.ask(), no, more, columns);
            session.link.send(shared.wire.page(envelope, ask.stream(), page, shared.nowMs()));
            return more;
        }
    }

    /** What tells how the car park stands now, by this node's own fold. */
    private final class Chosen implements Pager {
        private final Session session;
        private final Messages.AskNow ask;
        private final Deque<OpenVisitEvents.Part> parts = new ArrayDeque<>();

        Chosen(Session session, Messages.AskNow ask) {
            this.session = session;
            this.ask = ask;
        }

        private List<OpenVisitEvents.Part> present() {
            boolean whateverItCosts = ask.missing() > PRESENT_ALWAYS;
            long most = whateverItCosts ? Long.MAX_VALUE : ask.missing() / PRESENT_PART;
            List<OpenVisitEvents.Part> present = shared.ledger.present(most);
            long events = present.stream().mapToLong(part -> part.numbers().count()).sum();
            return events <= most ? present : List.of();
        }

        @Override
        public boolean sendNext(int no, boolean columns) {
            if (no == 1) {
                parts.addAll(present());
            }
            OpenVisitEvents.Part part = parts.poll();
            StreamDescriptor descriptor =
                    part == null ? shared.ledger.currentStream() : part.descriptor();
            Page page =
                    shared.ledger.page(
                            descriptor.stream(),
                            part == null ? Ranges.EMPTY : part.numbers(),
                            ask.rows(),
                            ask.bytes());
            if (part != null && !page.numbers().isEmpty()) {
                Ranges rest = part.numbers().minus(page.numbers());
                if (!rest.and(shared.ledger.holdings().held(descriptor.stream())).isEmpty()) {
                    parts.addFirst(new OpenVisitEvents.Part(descriptor, rest));
                }
            }
            var envelope = new Wire.Envelope(ask.ask(), no, !parts.isEmpty(), columns);
            session.link.send(
                    shared.wire.page(
                            envelope,
                            descriptor.stream(),
                            page,
                            List.of(descriptor),
                            shared.nowMs()));
            return !parts.isEmpty();
        }
    }
}
