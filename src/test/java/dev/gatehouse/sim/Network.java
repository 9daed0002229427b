package dev.gatehouse.sim;

import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.mesh.Transport;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * The LAN. A connection delivers whole frames in order, as TCP does; what goes wrong is that it is
 * slow, stands still in one direction or both, ends without a word, or ends at one side only.
 */
final class Network {
    /** As the real one's attempt to connect. */
    private static final long CONNECT_TIMEOUT = 4 * Timeline.SECOND;

    /** A LAN: 0.3 ms one way, 100 Mbit/s. */
    private static final long LATENCY = 300_000;

    private static final long BYTES_PER_SECOND = 12_500_000;

    /** One direction between two hosts. */
    static final class Way {
        boolean blocked;
        long latency = LATENCY;
        long bytesPerSecond = BYTES_PER_SECOND;
        private final Set<Endpoint> standing = new LinkedHashSet<>();
    }

    final Timeline timeline;
    final RandomGenerator random;
    private final Map<Long, Way> ways = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final List<Endpoint> open = new ArrayList<>();
    private long numbers;
    long mostWaiting;

    private record Listener(SimProcess process, Transport.Events events)
            implements Transport.Listening {
        @Override
        public int port() {
            return 9000;
        }

        @Override
        public void halt() {
            process.network().listeners.remove(address(process.host().number), this);
        }
    }

    Network(Timeline timeline, RandomGenerator random) {
        this.timeline = timeline;
        this.random = random;
    }

    static String address(int host) {
        return "10.0.0." + host;
    }

    private static int host(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf('.') + 1));
    }

    Way way(int from, int to) {
        return ways.computeIfAbsent(from * 1_000L + to, _ -> new Way());
    }

    /** Frames stand still in that direction, or go on. */
    void block(int from, int to, boolean blocked) {
        Way way = way(from, to);
        way.blocked = blocked;
        if (!blocked) {
            List<Endpoint> standing = List.copyOf(way.standing);
            way.standing.clear();
            standing.forEach(Endpoint::pump);
        }
    }

    /** Everything is as on the first day. */
    void heal() {
        for (Map.Entry<Long, Way> entry : ways.entrySet()) {
            entry.getValue().latency = LATENCY;
            entry.getValue().bytesPerSecond = BYTES_PER_SECOND;
            block((int) (entry.getKey() / 1_000), (int) (entry.getKey() % 1_000), false);
        }
    }

    List<Way> both(int a, int b) {
        return List.of(way(a, b), way(b, a));
    }

    void restoreSpeed(int a, int b) {
        for (Way way : both(a, b)) {
            way.latency = LATENCY;
            way.bytesPerSecond = BYTES_PER_SECOND;
        }
    }

    /** Connections between the two end; both sides are told, or only one. */
    void reset(int a, int b, boolean tellA, boolean tellB) {
        for (Endpoint end : List.copyOf(open)) {
            if (end.process.host().number == a && end.other.process.host().number == b) {
                if (tellA) {
                    end.end(1006, "reset");
                } else {
                    end.fallSilent();
                }
                if (tellB) {
                    end.other.end(1006, "reset");
                } else {
                    end.other.fallSilent();
                }
            }
        }
    }

    /**
     * A process is no more.
     *
     * @param told whether its PC lives on and tells the peers
     */
    void died(SimProcess process, boolean told) {
        listeners.values().removeIf(listener -> listener.process() == process);
        for (Endpoint end : List.copyOf(open)) {
            if (end.process == process) {
                open.remove(end);
                if (told) {
                    end.tellOther(1006, "reset");
                }
            }
        }
    }

    Transport transport(SimProcess process) {
        return new Transport() {
            @Override
            public Listening listen(InetSocketAddress address, Events events) throws IOException {
                var listener = new Listener(process, events);
                if (listeners.putIfAbsent(address.getHostString(), listener) != null) {
                    throw new IOException("Address already in use");
                }
                return listener;
            }

            @Override
            public void dial(PeerAddress peer, PeerAddress.Way way, Events events, Runnable ended) {
                Network.this.dial(process, peer, events, ended);
            }
        };
    }

    private void dial(
            SimProcess process, PeerAddress peer, Transport.Events events, Runnable ended) {
        int from = process.host().number;
        int to = host(peer.host());
        Way there = way(from, to);
        Way back = way(to, from);
        if (there.blocked || back.blocked || !process.world().hosts.get(to - 1).isOn()) {
            process.later(CONNECT_TIMEOUT, ended);
            return;
        }
        long roundTrip = there.latency + back.latency;
        process.later(
                roundTrip,
                () -> {
                    Listener listener = listeners.get(peer.host());
                    if (listener == null || there.blocked || back.blocked) {
                        ended.run();
                        return;
                    }
                    connect(process, peer, events, ended, listener);
                });
    }

    private void connect(
            SimProcess process,
            PeerAddress peer,
            Transport.Events events,
            Runnable ended,
            Listener listener) {
        var near = new Endpoint(process, events, ended);
        var far = new Endpoint(listener.process(), listener.events(), () -> {});
        near.other = far;
        far.other = near;
        open.add(near);
        open.add(far);
        far.process.run(() -> listener.events().opened(far, null));
        near.process.run(() -> events.opened(near, peer));
    }

    /** A frame, or a good-bye. */
    private record Parcel(@Nullable Object frame, int bytes, int code, String reason) {}

    /** One end of one connection. */
    final class Endpoint implements Transport.Connection {
        final SimProcess process;
        private final long number = numbers++;
        private final Transport.Events events;
        private final Runnable ended;
        private final ArrayList<Parcel> queue = new ArrayList<>();
        private Endpoint other = this;
        private long waitingBytes;
        private long lastArrival;
        private boolean sending;
        private boolean closing;
        private boolean gone;
        private boolean silent;

        Endpoint(SimProcess process, Transport.Events events, Runnable ended) {
            this.process = process;
            this.events = events;
            this.ended = ended;
        }

        private Way way() {
            return Network.this.way(process.host().number, other.process.host().number);
        }

        @Override
        public boolean send(String text) {
            return send(new Parcel(text, text.length(), 0, ""));
        }

        @Override
        public boolean send(byte[] bytes) {
            return send(new Parcel(bytes, bytes.length, 0, ""));
        }

        private boolean send(Parcel parcel) {
            if (gone || closing || !process.mayAct()) {
                return false;
            }
            queue(parcel);
            return true;
        }

        private void queue(Parcel parcel) {
            queue.add(parcel);
            waitingBytes += parcel.bytes();
            mostWaiting = Math.max(mostWaiting, waitingBytes);
            pump();
        }

        private void pump() {
            if (sending || queue.isEmpty() || silent) {
                return;
            }
            Way way = way();
            if (way.blocked) {
                way.standing.add(this);
                return;
            }
            sending = true;
            long nanos = queue.getFirst().bytes() * Timeline.SECOND / way.bytesPerSecond;
            timeline.in(nanos, () -> sent(way));
        }

        private void sent(Way way) {
            sending = false;
            if (queue.isEmpty() || silent || !process.isAlive()) {
                return;
            }
            if (way.blocked) {
                way.standing.add(this);
                return;
            }
            Parcel parcel = queue.removeFirst();
            waitingBytes -= parcel.bytes();
            long jitter = random.nextLong(1 + way.latency / 2);
            lastArrival = Math.max(lastArrival, timeline.now() + way.latency + jitter);
            Endpoint receiver = other;
            timeline.in(lastArrival - timeline.now(), () -> receiver.arrived(parcel));
            pump();
        }

        private void arrived(Parcel parcel) {
            process.run(
                    () -> {
                        if (gone) {
                            return;
                        }
                        Object frame = parcel.frame();
                        if (frame != null) {
                            events.message(this, frame, parcel.bytes());
                        } else {
                            tellOther(parcel.code(), parcel.reason());
                            end(parcel.code(), parcel.reason());
                        }
                    });
        }

        @Override
        public void allow(int frameBytes) {}

        @Override
        public long waitingBytes() {
            return waitingBytes;
        }

        @Override
        public int waitingFrames() {
            return queue.size();
        }

        @Override
        public void close(int code, String reason) {
            if (!gone && !closing && process.mayAct()) {
                closing = true;
                queue(new Parcel(null, 10 + reason.length(), code, reason));
            }
        }

        @Override
        public void cut() {
            if (!gone) {
                tellOther(1006, "cut");
                timeline.in(0, () -> end(1006, "cut"));
            }
        }

        /** The other side hears of the end, if anything gets through. */
        private void tellOther(int code, String reason) {
            Way way = way();
            if (!way.blocked && !silent) {
                long after = Math.max(lastArrival, timeline.now() + way.latency) - timeline.now();
                timeline.in(after, () -> other.end(code, reason));
            }
        }

        /** Nothing goes out any more and nobody is told: a router forgot the connection. */
        private void fallSilent() {
            silent = true;
        }

        private void end(int code, String reason) {
            if (gone) {
                return;
            }
            gone = true;
            open.remove(this);
            queue.clear();
            waitingBytes = 0;
            process.run(
                    () -> {
                        events.closed(this, code, reason);
                        ended.run();
                    });
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return this == o;
        }
    }
}
