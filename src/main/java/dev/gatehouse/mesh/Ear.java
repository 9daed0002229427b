package dev.gatehouse.mesh;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** The port at which peers call; one at a time. Any thread. */
final class Ear {
    private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);

    private final Transport transport;
    private final Executor workers;
    private Transport.@Nullable Listening bound;
    private boolean closed;

    Ear(Transport transport, Executor workers) {
        this.transport = transport;
        this.workers = workers;
    }

    /**
     * Listens there in place of where it does; who called there calls again. The old place is held
     * until the new one is had, unless one is in the way of the other.
     *
     * @throws IOException when the port is taken or the address is not on this PC
     */
    synchronized void listen(InetSocketAddress address, Transport.Events events)
            throws IOException {
        Transport.Listening before = bound;
        if (before != null && before.port() == address.getPort()) {
            bound = null;
            before.halt();
            before = null;
        }
        Transport.Listening fresh = transport.listen(address, events);
        if (before != null) {
            before.halt();
        }
        if (closed) {
            fresh.halt();
            return;
        }
        bound = fresh;
        LOG.info("P2P listens on {}:{}", address.getHostString(), fresh.port());
    }

    synchronized boolean listening() {
        return bound != null;
    }

    /** The transport gave up; called on a thread that it ends. */
    synchronized void failed(Exception e) {
        Transport.Listening dead = bound;
        if (dead != null && !closed) {
            LOG.error("P2P listens no more: {}", e.toString());
            bound = null;
            workers.execute(dead::halt);
        }
    }

    synchronized void close() {
        closed = true;
        Transport.Listening last = bound;
        bound = null;
        if (last != null) {
            last.halt();
        }
    }
}
