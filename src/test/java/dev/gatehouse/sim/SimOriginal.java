package dev.gatehouse.sim;

import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.mesh.Transport;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.original.Generation;
import dev.gatehouse.original.OriginalCentral;
import dev.gatehouse.original.OriginalPace;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** A PC with an original central: what it knows outlives the processes that run on it. */
final class SimOriginal {
    private static final int P2P_PORT = 9000;
    private static final int API_PORT = 8000;
    private static final long PING = 30 * Timeline.SECOND;
    private static final long PONG = 10 * Timeline.SECOND;

    private final World world;
    final int number;
    final CentralId id;
    final Generation generation;
    final HostClock clock;

    /** Whom it dials. */
    private final Map<String, PeerAddress> peers = new TreeMap<>();

    private final SplittableRandom random;
    private @Nullable OriginalCentral central;
    private @Nullable Life life;

    SimOriginal(World world, int number, Generation generation, SplittableRandom random) {
        this.world = world;
        this.number = number;
        this.id = new CentralId("original-" + number);
        this.generation = generation;
        this.random = random;
        this.clock = new HostClock(world.timeline);
    }

    /** How others find it. */
    PeerAddress address(boolean told) {
        boolean first = generation == Generation.FIRST;
        return new PeerAddress(
                id,
                Network.address(number),
                P2P_PORT,
                API_PORT,
                told
                        ? first ? PeerAddress.Dialect.ORIGINAL : PeerAddress.Dialect.ORIGINAL_2
                        : null);
    }

    void knows(CentralId peer, int host) {
        peers.put(peer.value(), new PeerAddress(peer, Network.address(host), P2P_PORT));
    }

    /** What it is; made when all that it knows is known. */
    OriginalCentral central() {
        OriginalCentral made = central;
        if (made == null) {
            made =
                    new OriginalCentral(
                            new OriginalCentral.Setup(
                                    id.value(),
                                    generation,
                                    SimProcess.ZONE,
                                    List.copyOf(peers.keySet()),
                                    OriginalPace.REAL),
                            clock);
            central = made;
        }
        return made;
    }

    boolean isUp() {
        return life != null;
    }

    void start() {
        if (life == null) {
            world.trace(this + " starts");
            var fresh = new Life();
            life = fresh;
            fresh.begin();
        }
    }

    /**
     * @param told whether its peers hear of it
     */
    void kill(boolean told) {
        Life killed = life;
        if (killed != null) {
            world.trace(this + " is killed");
            killed.alive = false;
            life = null;
            central().stopped();
            world.network.died(killed, told);
        }
    }

    /** Somebody corrects one of its rows. */
    void correctAny(SplittableRandom by, String plate) {
        long row = anyRow(by);
        if (row > 0) {
            boolean _ = central().correct(row, plate, plate);
        }
    }

    /** Somebody deletes one of its rows. */
    void deleteAny(SplittableRandom by) {
        long row = anyRow(by);
        if (row > 0) {
            boolean _ = central().delete(row);
        }
    }

    /** 0 where it has none. */
    private long anyRow(SplittableRandom by) {
        var rows = central().rows();
        return rows.isEmpty() ? 0 : rows.get(by.nextInt(rows.size())).path("id").longValue();
    }

    @Override
    public String toString() {
        return "original " + number + " (" + generation + ")";
    }

    /** One process. */
    private final class Life implements Station, Transport.Events {
        private final Map<Transport.Connection, OriginalCentral.Link> links = new HashMap<>();
        private boolean alive = true;

        @Override
        public int number() {
            return number;
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public boolean mayAct() {
            return alive;
        }

        @Override
        public void later(long nanos, Runnable work) {
            world.timeline.in(nanos, () -> run(work));
        }

        @Override
        public void run(Runnable work) {
            if (alive) {
                try {
                    work.run();
                } catch (RuntimeException e) {
                    world.fail(SimOriginal.this + ": a fault in the stand-in: " + e, e);
                }
            }
        }

        void begin() {
            try {
                int port = generation == Generation.FIRST ? P2P_PORT : API_PORT;
                world.network.listen(this, port, this);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            for (String peer : central().setup().peers()) {
                later(random.nextLong(Timeline.SECOND), () -> dial(peer));
            }
            later(OriginalPace.REAL.heartbeat().toNanos(), this::beat);
        }

        private void beat() {
            central().beat();
            later(OriginalPace.REAL.heartbeat().toNanos(), this::beat);
        }

        private void dial(String peer) {
            PeerAddress where = peers.get(peer);
            if (where == null) {
                return;
            }
            int port = generation == Generation.FIRST ? P2P_PORT : API_PORT;
            boolean[] up = {false};
            world.network.dial(
                    this,
                    where,
                    port,
                    new Transport.Events() {
                        @Override
                        public void opened(
                                Transport.Connection connection, @Nullable PeerAddress dialled) {
                            up[0] = true;
                            Life.this.opened(connection, dialled);
                        }

                        @Override
                        public void message(
                                Transport.Connection connection, Object frame, int bytes) {
                            Life.this.message(connection, frame, bytes);
                        }

                        @Override
                        public void closed(
                                Transport.Connection connection, int code, String reason) {
                            Life.this.closed(connection, code, reason);
                        }

                        @Override
                        public void failed(
                                Transport.@Nullable Connection connection, Exception e) {}
                    },
                    () -> {
                        if (!up[0]) {
                            central().dialFailed(peer);
                        }
                        later(OriginalPace.REAL.redial().toNanos(), () -> dial(peer));
                    });
        }

        @Override
        public void opened(Transport.Connection connection, @Nullable PeerAddress dialled) {
            var link =
                    new OriginalCentral.Link() {
                        @Override
                        public void send(String text) {
                            boolean _ = connection.send(text);
                        }

                        @Override
                        public void close(int code, String reason) {
                            connection.close(code, reason);
                        }
                    };
            connection.allow(Integer.MAX_VALUE);
            links.put(connection, link);
            ping((Network.Endpoint) connection);
            if (dialled == null) {
                central().accepted(link);
            } else {
                central().dialled(dialled.id().value(), link);
            }
        }

        /** Its library pings every 30 s and ends a link that does not answer for 10. */
        private void ping(Network.Endpoint connection) {
            later(
                    PING,
                    () -> {
                        if (!links.containsKey(connection)) {
                            return;
                        }
                        if (connection.answers()) {
                            ping(connection);
                        } else {
                            later(PONG, connection::cut);
                        }
                    });
        }

        @Override
        public void message(Transport.Connection connection, Object frame, int bytes) {
            OriginalCentral.Link link = links.get(connection);
            if (link != null && frame instanceof String text) {
                central().received(link, text);
            } else if (link != null && frame instanceof byte[] binary) {
                central().received(link, binary);
            }
        }

        @Override
        public void closed(Transport.Connection connection, int code, String reason) {
            OriginalCentral.Link link = links.remove(connection);
            if (link != null) {
                central().closed(link);
            }
        }

        @Override
        public void failed(Transport.@Nullable Connection connection, Exception e) {}
    }
}
