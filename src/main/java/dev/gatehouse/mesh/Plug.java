package dev.gatehouse.mesh;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A network cable that can be pulled out. While it is out no link of this node is up, nobody is
 * reached and nobody gets in, as at a switch without power; once it is in again the mesh finds its
 * peers by itself. Any thread.
 */
public final class Plug implements Transport {
    private final Transport network;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean out;

    /**
     * @param network what is behind it
     * @param out whether it is out at first
     */
    public Plug(Transport network, boolean out) {
        this.network = network;
        this.out = out;
    }

    /**
     * Pulls it out: every link ends without a word, and the port is no more. Blocks for up to 1 s.
     */
    public synchronized void pull() {
        out = true;
        open.forEach(Connection::cut);
        sockets.forEach(Socket::release);
    }

    /**
     * Puts it in again.
     *
     * @throws IOException when another program has taken the port meanwhile; it is out still
     */
    public synchronized void put() throws IOException {
        out = false;
        try {
            for (Socket socket : sockets) {
                socket.bind();
            }
        } catch (IOException e) {
            pull();
            throw e;
        }
    }

    @Override
    public synchronized Listening listen(InetSocketAddress address, Events events)
            throws IOException {
        var socket = new Socket(address, new Watched(events));
        if (!out) {
            socket.bind();
        }
        sockets.add(socket);
        return socket;
    }

    @Override
    public Runnable dial(PeerAddress peer, PeerAddress.Way way, Events events, Runnable ended) {
        if (out) {
            ended.run();
            return () -> {};
        }
        return network.dial(peer, way, new Watched(events), ended);
    }

    /** Where somebody listens, whether or not the cable is in. */
    private final class Socket implements Listening {
        private final Events events;
        private InetSocketAddress address;
        private @Nullable Listening bound;

        Socket(InetSocketAddress address, Events events) {
            this.address = address;
            this.events = events;
        }

        synchronized void bind() throws IOException {
            if (bound == null) {
                Listening fresh = network.listen(address, events);
                bound = fresh; // the same port again, also where any would have done
                address = new InetSocketAddress(address.getAddress(), fresh.port());
            }
        }

        @Override
        public synchronized int port() {
            return address.getPort();
        }

        @Override
        public void halt() {
            sockets.remove(this);
            release();
        }

        void release() {
            Listening last;
            synchronized (this) {
                last = bound;
                bound = null;
            }
            if (last != null) {
                last.halt();
            }
        }
    }

    /** Knows which connections are open, and lets none come up while the cable is out. */
    private final class Watched implements Events {
        private final Events inner;

        Watched(Events inner) {
            this.inner = inner;
        }

        @Override
        public void opened(Connection connection, @Nullable PeerAddress dialled) {
            open.add(connection);
            if (out) { // pulled while it came up
                open.remove(connection);
                connection.cut();
                return;
            }
            inner.opened(connection, dialled);
        }

        @Override
        public void message(Connection connection, Object textOrBytes, int bytes) {
            if (!out) {
                inner.message(connection, textOrBytes, bytes);
            }
        }

        @Override
        public void closed(Connection connection, int code, String reason) {
            open.remove(connection);
            inner.closed(connection, code, reason);
        }

        @Override
        public void failed(@Nullable Connection connection, Exception e) {
            inner.failed(connection, e);
        }
    }
}
