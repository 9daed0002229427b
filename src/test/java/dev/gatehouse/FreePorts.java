package dev.gatehouse;

import dev.gatehouse.config.Config;
import dev.gatehouse.model.CentralId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
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

    /** A central without peers at two such ports. */
    public static Config.ThisCentral central(String id, String host) {
        return new Config.ThisCentral(new CentralId(id), host, at(host), at(host));
    }

    /** A port at that address, which is of this machine, on which nobody listens. */
    public static int at(String host) {
        for (int tried = 0; tried < COUNT; tried++) {
            int port = FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
            try (var probe = new ServerSocket()) {
                probe.setReuseAddress(false);
                probe.bind(new InetSocketAddress(host, port), 1);
                return port;
            } catch (BindException taken) {
                continue;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new IllegalStateException("no port from " + FIRST + " on is free at " + host);
    }
}
