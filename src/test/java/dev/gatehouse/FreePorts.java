package dev.gatehouse;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports to listen on. Each is given once, and none is of the range out of which systems choose for
 * outgoing connections: a port asked of the system and let go again may be anybody's by the time a
 * node opens it, and two in a row are now and then the same. Any thread.
 */
public final class FreePorts {
    private static final int FIRST = 12_000;
    private static final int COUNT = 20_000;

    /** Where another process of the same build is unlikely to be. */
    private static final AtomicInteger NEXT = new AtomicInteger(new SecureRandom().nextInt(COUNT));

    private FreePorts() {}

    /**
     * A port at that address on which nobody listens.
     *
     * @throws IOException when the address is not of this machine, or none is free
     */
    public static int at(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (var probe = new ServerSocket()) {
                probe.setReuseAddress(false);
                probe.bind(new InetSocketAddress(address, port), 1);
                return port;
            } catch (BindException taken) {
                if (!isLocal(address)) {
                    throw taken;
                }
            }
        }
        throw new IOException("no port from " + FIRST + " on is free at " + host);
    }

    private static boolean isLocal(InetAddress address) throws IOException {
        try (var probe = new ServerSocket(0, 1, address)) {
            return probe.isBound();
        } catch (BindException elsewhere) {
            return false;
        }
    }
}
