package dev.gatehouse.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.LongStream;

class FeedTest {
    private static final StreamId STREAM = new StreamId(1, 2);

    private final Feed feed = new Feed();

    @AfterEach
    void close() {
        feed.close();
    }

    private static Notice.Appended notice(long seq) {
        LedgerEvent event =
                new LedgerEvent(
                        STREAM,
                        seq,
                        new EventId(0, seq),
                        "entry",
                        LedgerEvent.Source.NODE,
                        new CentralId("central-1"),
                        new Hlc(seq),
                        seq,
                        Blob.ofText("{}"));
        return new Notice.Appended(event, new StreamHead(STREAM, seq, new Hash(0, 0, 0, seq)));
    }

    private static List<Notice> notices(long from, long to) {
        return LongStream.rangeClosed(from, to).<Notice>mapToObj(FeedTest::notice).toList();
    }

    private static long awaitUnchecked(CountDownLatch latch) {
        try {
            latch.await();
            return latch.getCount();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void everyListenerGetsAllInOrder() {
        var one = new CopyOnWriteArrayList<Notice>();
        var other = new CopyOnWriteArrayList<Notice>();
        feed.subscribe("one", one::add);
        feed.subscribe("other", other::add);
        for (long seq = 1; seq <= 900; seq += 3) {
            feed.publish(notices(seq, seq + 2));
        }

        await().until(() -> one.size() == 900 && other.size() == 900);
        assertThat(one).isEqualTo(notices(1, 900));
        assertThat(other).isEqualTo(notices(1, 900));
    }

    @Test
    void aSlowListenerLosesNoticesIsToldHowManyAndDelaysNobody() {
        var held = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var slow = new CopyOnWriteArrayList<Notice>();
        var quick = new CopyOnWriteArrayList<Notice>();
        feed.subscribe(
                "slow",
                notice -> {
                    slow.add(notice);
                    begun.countDown();
                    awaitUnchecked(held);
                });
        feed.subscribe("quick", quick::add);
        feed.publish(notices(1, 1));
        awaitUnchecked(begun);

        int published = Feed.QUEUE_LIMIT + 5;
        for (int seq = 2; seq < 2 + published; seq += 1_000) { // it gets each before the next
            int last = Math.min(seq + 999, 1 + published);
            feed.publish(notices(seq, last));
            await().until(() -> quick.size() == last);
        }
        assertThat(quick).isEqualTo(notices(1, 1 + published));
        assertThat(slow).hasSize(1);

        held.countDown();
        await().until(() -> slow.size() > 1 && told(slow) == 1 + published);
        Notice second = slow.get(1);
        assertThat(second).as("the gap comes where it is").isInstanceOf(Notice.Gap.class);
        feed.publish(notices(20_000, 20_000));
        await().until(() -> slow.getLast().equals(notice(20_000)));
    }

    /** Notices that a listener got, or was told that it did not get. */
    private static long told(List<Notice> got) {
        return got.stream().mapToLong(n -> n instanceof Notice.Gap gap ? gap.dropped() : 1).sum();
    }

    @Test
    void aListenerThatFailsGetsTheNext() {
        var got = new CopyOnWriteArrayList<Notice>();
        feed.subscribe(
                "failing",
                notice -> {
                    got.add(notice);
                    throw new IllegalStateException("on purpose");
                });
        feed.publish(notices(1, 3));

        await().until(() -> got.size() == 3);
    }

    @Test
    void soDoesOneThatFailsForWantOfMemory() {
        var got = new CopyOnWriteArrayList<Notice>();
        feed.subscribe(
                "failing",
                notice -> {
                    got.add(notice);
                    throw new OutOfMemoryError("on purpose");
                });
        feed.publish(notices(1, 3));

        await().until(() -> got.size() == 3);
    }

    @Test
    void whoUnsubscribesGetsNothingMore() {
        var gone = new ArrayList<Notice>();
        var stays = new CopyOnWriteArrayList<Notice>();
        Feed.Subscription subscription = feed.subscribe("gone", gone::add);
        subscription.close();
        feed.subscribe("stays", stays::add);
        feed.publish(notices(1, 2));

        await().until(() -> stays.size() == 2);
        assertThat(gone).isEmpty();
    }
}
