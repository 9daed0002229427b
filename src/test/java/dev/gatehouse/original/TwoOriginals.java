package dev.gatehouse.original;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/** Two originals of the first generation, each of which dials the other. */
final class TwoOriginals {
    static final ZoneId HANOI = ZoneId.of("Asia/Ho_Chi_Minh");

    final OriginalCentral one;
    final OriginalCentral two;
    private final Queue<Runnable> underWay = new ArrayDeque<>();
    private final List<End> ends = new ArrayList<>();

    TwoOriginals(ZoneId zone, OriginalPace pace, InstantSource clock) {
        this.one = central("central-1", zone, pace, clock, "central-2");
        this.two = central("central-2", zone, pace, clock, "central-1");
    }

    private static OriginalCentral central(
            String id, ZoneId zone, OriginalPace pace, InstantSource clock, String peer) {
        return new OriginalCentral(
                new OriginalCentral.Setup(id, Generation.FIRST, zone, List.of(peer), pace), clock);
    }

    static OriginalCentral central(
            String id, Generation generation, InstantSource clock, String... peers) {
        return new OriginalCentral(
                new OriginalCentral.Setup(id, generation, HANOI, List.of(peers), OriginalPace.REAL),
                clock);
    }

    /** The end of a link at one of them. */
    private final class End implements OriginalCentral.Link {
        private final OriginalCentral at;
        private OriginalCentral.Link far = this;
        private final OriginalCentral farAt;

        End(OriginalCentral at, OriginalCentral farAt) {
            this.at = at;
            this.farAt = farAt;
        }

        @Override
        public void send(String text) {
            underWay.add(() -> farAt.received(far, text));
        }

        @Override
        public void close(int code, String reason) {
            at.closed(this);
            farAt.closed(far);
        }
    }

    /** Both links come up, and what they say to each other arrives. */
    void connect() {
        dial(one, two);
        dial(two, one);
        settle();
    }

    /** Only the first dials. */
    void connectOneWay() {
        dial(one, two);
        settle();
    }

    private void dial(OriginalCentral from, OriginalCentral to) {
        End near = new End(from, to);
        End far = new End(to, from);
        near.far = far;
        far.far = near;
        ends.add(near);
        to.accepted(far);
        from.dialled(to.setup().id(), near);
    }

    void settle() {
        for (Runnable next = underWay.poll(); next != null; next = underWay.poll()) {
            next.run();
        }
    }

    void cut() {
        underWay.clear();
        ends.forEach(end -> end.close(1006, ""));
        ends.clear();
    }

    /** Both try in vain to reach the other. */
    void dialInVain() {
        one.dialFailed("central-2");
        two.dialFailed("central-1");
    }
}
