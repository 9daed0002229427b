package dev.gatehouse.sim;

import dev.gatehouse.mesh.FrameCodec;
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
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The LAN. A connection delivers whole frames in order, as TCP does; what goes wrong is that it is
 * slow, stands still in one direction or both, ends without a word, or ends at one side only. What
 * is between two PCs may besides send frames again, or later than those behind them.
 */
final class Network {
    /** As the real one's attempt to connect. */
    private static final long CONNECT_TIMEOUT = 4 * Timeline.SECOND;

    /** A LAN: 0.3 ms one way, 100 Mbit/s. */
    private static final long LATENCY = 300_000;

    private static final long BYTES_PER_SECOND = 12_500_000;

    /** Of so many frames one comes again, is overtaken or is another, where some are. */
    private static final int ONE_OF = 4;

    /** In a frame with an event that its writer tells live. */
    private static final String LIVE = "\"type\":\"G_EVENT\"";

    private static final Pattern MOMENT = Pattern.compile("\"wall\":(\\d+)");

    /** One direction between two hosts. */
    static final class Way {
        boolean blocked;
        long latency = LATENCY;
        long bytesPerSecond = BYTES_PER_SECOND;

        /** Some frames come again, up to so many ns later; 0 where none do. */
        long repeats;

        /** Some frames are overtaken by what is sent up to so many ns later; 0 where none are. */
        long holdsBack;

        /** Some events that are told live are others than their sender holds. */
        boolean forges;

        private final Set<Endpoint> standing = new LinkedHashSet<>();
    }

    final Timeline timeline;
    final RandomGenerator random;
    private final IntPredicate isOn;
    private final Map<Long, Way> ways = new LinkedHashMap<>();
    private final Map<String, Listener> listeners = new LinkedHashMap<>();
    private final List<Endpoint> open = new ArrayList<>();
    private long numbers;
    long mostWaiting;

    /** Where a peer is to be dialled. */
    private final class Listener implements Transport.Listening {
        private final Station station;
        private final Transport.Events events;
        private final String place;
        private final int port;

        Listener(Station station, int port, Transport.Events events) {
            this.station = station;
            this.events = events;
            this.place = place(station.number(), port);
            this.port = port;
        }

        @Override
        public int port() {
            return port;
        }

        @Override
        public void halt() {
            listeners.remove(place, this);
        }
    }

    /**
     * @param isOn whether the PC of that number is on
     */
    Network(Timeline timeline, RandomGenerator random, IntPredicate isOn) {
        this.timeline = timeline;
        this.random = random;
        this.isOn = isOn;
    }

    static String address(int host) {
        return "10.0.0." + host;
    }

    private static String place(int host, int port) {
        return address(host) + ":" + port;
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
            entry.getValue().repeats = 0;
            entry.getValue().holdsBack = 0;
            entry.getValue().forges = false;
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
            if (end.station.number() == a && end.other.station.number() == b) {
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
    void died(Station station, boolean told) {
        listeners.values().removeIf(listener -> listener.station == station);
        for (Endpoint end : List.copyOf(open)) {
            if (end.station == station) {
                open.remove(end);
                if (told) {
                    end.tellOther(1006, "reset");
                }
            }
        }
    }

    /** Waits for callers. */
    Transport.Listening listen(Station station, int port, Transport.Events events)
            throws IOException {
        var listener = new Listener(station, port, events);
        if (listeners.putIfAbsent(listener.place, listener) != null) {
            throw new IOException("Address already in use");
        }
        return listener;
    }

    Transport transport(SimProcess process) {
        return new Transport() {
            @Override
            public Listening listen(InetSocketAddress address, Events events) throws IOException {
                return Network.this.listen(process, address.getPort(), events);
            }

            @Override
            public Runnable dial(
                    PeerAddress peer, PeerAddress.Way way, Events events, Runnable ended) {
                Network.this.dial(process, peer, way.port(), events, ended);
                return () -> {}; // here each ends by itself
            }
        };
    }

    /** Dials the peer at a port of its. */
    void dial(
            Station station, PeerAddress peer, int port, Transport.Events events, Runnable ended) {
        int from = station.number();
        int to = host(peer.host());
        Way there = way(from, to);
        Way back = way(to, from);
        if (there.blocked || back.blocked || !isOn.test(to)) {
            station.later(CONNECT_TIMEOUT, ended);
            return;
        }
        long roundTrip = there.latency + back.latency;
        station.later(
                roundTrip,
                () -> {
                    Listener listener = listeners.get(place(to, port));
                    if (listener == null || there.blocked || back.blocked) {
                        ended.run();
                        return;
                    }
                    connect(station, peer, events, ended, listener);
                });
    }

    private void connect(
            Station station,
            PeerAddress peer,
            Transport.Events events,
            Runnable ended,
            Listener listener) {
        var near = new Endpoint(station, events, ended);
        var far = new Endpoint(listener.station, listener.events, () -> {});
        near.other = far;
        far.other = near;
        open.add(near);
        open.add(far);
        far.station.run(() -> listener.events.opened(far, null));
        near.station.run(() -> events.opened(near, peer));
    }

    /** A frame, or a good-bye. */
    private record Parcel(@Nullable Object frame, int bytes, int code, String reason) {}

    /** One end of one connection. */
    final class Endpoint implements Transport.Connection {
        final Station station;
        private final long number = numbers++;
        private final Transport.Events events;
        private final Runnable ended;
        private final ArrayList<Parcel> queue = new ArrayList<>();
        private Endpoint other = this;
        private long waitingBytes;
        private long lastArrival;
        private int mostBytes = FrameCodec.MAX_FRAME;
        private boolean sending;
        private boolean closing;
        private boolean gone;
        private boolean silent;

        Endpoint(Station station, Transport.Events events, Runnable ended) {
            this.station = station;
            this.events = events;
            this.ended = ended;
        }

        private Way way() {
            return Network.this.way(station.number(), other.station.number());
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
            if (gone || closing || !station.mayAct()) {
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
            if (queue.isEmpty() || silent || !station.isAlive()) {
                return;
            }
            if (way.blocked) {
                way.standing.add(this);
                return;
            }
            Parcel queued = queue.removeFirst();
            waitingBytes -= queued.bytes();
            Parcel parcel = way.forges ? forged(queued) : queued;
            long jitter = random.nextLong(1 + way.latency / 2);
            lastArrival = Math.max(lastArrival, timeline.now() + way.latency + jitter);
            long after = lastArrival - timeline.now();
            arrive(parcel, after + (isStruck(parcel, way.holdsBack) ? within(way.holdsBack) : 0));
            if (isStruck(parcel, way.repeats)) {
                arrive(parcel, after + within(way.repeats));
            }
            pump();
        }

        private long within(long most) {
            return 1 + random.nextLong(most);
        }

        /**
         * The moment at which it happened is another: so is its hash, and its root does not fit.
         */
        private Parcel forged(Parcel parcel) {
            if (!(parcel.frame() instanceof String text) || !text.contains(LIVE)) {
                return parcel;
            }
            Matcher moment = MOMENT.matcher(text);
            if (!moment.find() || random.nextInt(ONE_OF) != 0) {
                return parcel;
            }
            long other = Long.parseLong(moment.group(1)) + 1;
            String lie = text.substring(0, moment.start(1)) + other + text.substring(moment.end(1));
            return new Parcel(lie, lie.length(), 0, "");
        }

        private void arrive(Parcel parcel, long after) {
            Endpoint receiver = other;
            timeline.in(after, () -> receiver.arrived(parcel));
        }

        /** Good-byes come once, and last. */
        private boolean isStruck(Parcel parcel, long most) {
            return most > 0 && parcel.frame() != null && random.nextInt(ONE_OF) == 0;
        }

        private void arrived(Parcel parcel) {
            station.run(
                    () -> {
                        if (gone) {
                            return;
                        }
                        Object frame = parcel.frame();
                        if (parcel.bytes() > mostBytes) {
                            tellOther(1009, "too large");
                            end(1009, "too large");
                        } else if (frame != null) {
                            events.message(this, frame, parcel.bytes());
                        } else {
                            tellOther(parcel.code(), parcel.reason());
                            end(parcel.code(), parcel.reason());
                        }
                    });
        }

        @Override
        public void allow(int frameBytes) {
            mostBytes = frameBytes;
        }

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
            if (!gone && !closing && station.mayAct()) {
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

        /** Whether a ping would come back now. */
        boolean answers() {
            Way there = way();
            Way back = other.way();
            boolean whole = !silent && !other.silent && !other.gone;
            return whole && other.station.isAlive() && !there.blocked && !back.blocked;
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
            station.run(
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
