package dev.gatehouse.original;

import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.handshake.ServerHandshakeBuilder;
import org.java_websocket.server.WebSocketServer;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * An original central with real sockets, in this process. It listens, dials, and dials again as the
 * program does; all of its work is done on one thread, and so is all that it is asked here.
 */
public final class RunningOriginal implements AutoCloseable {
    private static final int PING_SECONDS = 30;
    private static final long START_SECONDS = 20;
    private static final String SECOND_PATH = "/ws/p2p";

    private final OriginalCentral central;
    private final InetSocketAddress address;
    private final Map<String, URI> peers;
    private final ScheduledExecutorService loop;
    private final Map<WebSocket, Wire> wires = new ConcurrentHashMap<>();
    private final Set<Dial> dials = ConcurrentHashMap.newKeySet();
    private @Nullable Listener listener;
    private boolean reachable;
    private boolean closed;

    private RunningOriginal(
            OriginalCentral central, InetSocketAddress address, Map<String, URI> peers) {
        this.central = central;
        this.address = address;
        this.peers = Map.copyOf(peers);
        this.loop =
                Executors.newSingleThreadScheduledExecutor(
                        work ->
                                Thread.ofPlatform()
                                        .daemon()
                                        .name(central.setup().id())
                                        .unstarted(work));
    }

    /**
     * Starts one that can be reached at once.
     *
     * @param address where it listens: the port of its peers, or of the second's API
     * @param peers where those that it dials listen, as {@link #first} or {@link #second} say
     */
    public static RunningOriginal start(
            OriginalCentral.Setup setup,
            InetSocketAddress address,
            Map<String, URI> peers,
            InstantSource clock)
            throws IOException, InterruptedException {
        return start(new OriginalCentral(setup, clock), address, peers);
    }

    /** The same with a central that was made before. */
    public static RunningOriginal start(
            OriginalCentral central, InetSocketAddress address, Map<String, URI> peers)
            throws IOException, InterruptedException {
        var original = new RunningOriginal(central, address, peers);
        long beat = central.setup().pace().heartbeat().toMillis();
        original.loop.scheduleAtFixedRate(
                original.central::beat, beat, beat, TimeUnit.MILLISECONDS);
        original.reachable(true);
        peers.keySet().forEach(peer -> original.loop.execute(() -> original.dial(peer)));
        return original;
    }

    /** Where one of the first generation, or Gatehouse, listens. */
    public static URI first(InetSocketAddress p2p) {
        return URI.create("ws://" + p2p.getHostString() + ":" + p2p.getPort());
    }

    /** Where one of the second generation, or Gatehouse, listens. */
    public static URI second(InetSocketAddress api) {
        return URI.create("ws://" + api.getHostString() + ":" + api.getPort() + SECOND_PATH);
    }

    // ---- what tests do

    /** Asks it or does something there, after what it does just now. */
    public <T extends @Nullable Object> T ask(Function<OriginalCentral, T> question)
            throws InterruptedException {
        return onLoop(() -> question.apply(central));
    }

    public ObjectNode open(String plate) throws InterruptedException {
        return ask(it -> it.open("edge-1", plate));
    }

    public List<ObjectNode> rows() throws InterruptedException {
        return ask(OriginalCentral::rows);
    }

    public List<String> inside() throws InterruptedException {
        return ask(OriginalCentral::inside);
    }

    public List<String> complaints() throws InterruptedException {
        return ask(OriginalCentral::complaints);
    }

    /** Pulls its cable out, or puts it in: its links end, and its dials are in vain meanwhile. */
    public void reachable(boolean now) throws IOException, InterruptedException {
        boolean before = onLoop(() -> reachable);
        if (now && !before) {
            var fresh = new Listener();
            fresh.listen();
            onLoop(
                    () -> {
                        listener = fresh;
                        return reachable = true;
                    });
        } else if (!now && before) {
            Listener old =
                    onLoop(
                            () -> {
                                reachable = false;
                                return listener;
                            });
            dials.forEach(dial -> dial.closeConnection(CloseFrame.ABNORMAL_CLOSE, ""));
            if (old != null) {
                old.stop(100);
            }
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        reachable(false);
        onLoop(() -> closed = true);
        loop.shutdownNow();
    }

    private <T extends @Nullable Object> T onLoop(Callable<T> work) throws InterruptedException {
        try {
            return loop.submit(work).get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException(central.setup().id() + " does not answer", e);
        }
    }

    private void post(Runnable work) {
        try {
            loop.execute(work);
        } catch (RejectedExecutionException over) { // its sockets end after it
            dials.clear();
        }
    }

    // ---- sockets

    /** A way out; what is sent to one that is gone is lost. */
    private record Wire(WebSocket socket) implements OriginalCentral.Link {
        @Override
        public void send(String text) {
            try {
                socket.send(text);
            } catch (WebsocketNotConnectedException gone) {
                socket.closeConnection(CloseFrame.ABNORMAL_CLOSE, "gone");
            }
        }

        @Override
        public void close(int code, String reason) {
            socket.close(code, reason);
        }
    }

    private void dial(String peer) {
        URI where = peers.get(peer);
        if (closed || where == null) {
            return;
        }
        if (reachable) {
            var dial = new Dial(peer, where);
            dials.add(dial);
            dial.connect();
        } else {
            central.dialFailed(peer);
            again(peer);
        }
    }

    private void again(String peer) {
        long pause = central.setup().pace().redial().toMillis();
        loop.schedule(() -> dial(peer), pause, TimeUnit.MILLISECONDS);
    }

    /** One attempt to reach a peer, and what comes of it. */
    private final class Dial extends WebSocketClient {
        private final String peer;
        private final Wire wire = new Wire(getConnection());
        private boolean up;

        Dial(String peer, URI where) {
            super(where);
            this.peer = peer;
            setDaemon(true);
            setConnectionLostTimeout(PING_SECONDS);
        }

        @Override
        public void onOpen(ServerHandshake handshake) {
            post(
                    () -> {
                        up = true;
                        central.dialled(peer, wire);
                    });
        }

        @Override
        public void onMessage(String text) {
            post(() -> central.received(wire, text));
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            post(() -> central.received(wire, copy(bytes)));
        }

        @Override
        public void onClose(int code, String reason, boolean remote) {
            dials.remove(this);
            post(
                    () -> {
                        if (up) {
                            central.closed(wire);
                        } else {
                            central.dialFailed(peer);
                        }
                        again(peer);
                    });
        }

        @Override
        public void onError(Exception e) {
            // onClose follows
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return this == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /** Waits for callers. */
    private final class Listener extends WebSocketServer {
        private final CountDownLatch started = new CountDownLatch(1);
        private volatile @Nullable Exception failure;

        Listener() {
            super(address);
            setReuseAddr(true);
            setDaemon(true);
            setConnectionLostTimeout(PING_SECONDS);
        }

        void listen() throws IOException, InterruptedException {
            start();
            boolean known = started.await(START_SECONDS, TimeUnit.SECONDS);
            Exception why = failure;
            if (!known || why != null) {
                throw new IOException(central.setup().id() + " does not listen", why);
            }
        }

        @Override
        public void onStart() {
            started.countDown();
        }

        @Override
        public ServerHandshakeBuilder onWebsocketHandshakeReceivedAsServer(
                WebSocket socket, Draft draft, ClientHandshake request)
                throws InvalidDataException {
            boolean second = central.setup().generation() == Generation.SECOND;
            if (second && !request.getResourceDescriptor().equals(SECOND_PATH)) {
                throw new InvalidDataException(CloseFrame.POLICY_VALIDATION, "no such path");
            }
            return super.onWebsocketHandshakeReceivedAsServer(socket, draft, request);
        }

        @Override
        public void onOpen(WebSocket socket, ClientHandshake handshake) {
            Wire wire = new Wire(socket);
            wires.put(socket, wire);
            post(() -> central.accepted(wire));
        }

        @Override
        public void onMessage(WebSocket socket, String text) {
            Wire wire = wires.get(socket);
            if (wire != null) {
                post(() -> central.received(wire, text));
            }
        }

        @Override
        public void onMessage(WebSocket socket, ByteBuffer bytes) {
            Wire wire = wires.get(socket);
            if (wire != null) {
                post(() -> central.received(wire, copy(bytes)));
            }
        }

        @Override
        public void onClose(WebSocket socket, int code, String reason, boolean remote) {
            Wire wire = wires.remove(socket);
            if (wire != null) {
                post(() -> central.closed(wire));
            }
        }

        @Override
        public void onError(WebSocket socket, Exception e) {
            if (socket == null) { // it cannot listen
                failure = e;
                started.countDown();
            }
        }
    }
}
