package dev.gatehouse.api;

import dev.gatehouse.api.ApiNotBoundException.Reason;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * The listening sockets of the API, bound all or none. They are bound here and then handed to
 * Jetty, because Jetty's own failure names the trouble only in the text of a nested exception.
 */
final class Sockets implements AutoCloseable {
    /** Connections that may wait to be accepted: all cameras and pages of ten booths at once. */
    private static final int BACKLOG = 128;

    private final List<ServerSocketChannel> channels = new ArrayList<>();

    private Sockets() {}

    /**
     * @param hosts the addresses; the wildcard stands for all others
     * @param port the same for each; 0 for any that is free
     * @throws ApiNotBoundException when one of them cannot be bound; then none is
     */
    static Sockets bind(List<InetAddress> hosts, int port) throws ApiNotBoundException {
        if (hosts.isEmpty()) {
            throw new IllegalArgumentException("no address to bind, expected at least one");
        }
        var sockets = new Sockets();
        try {
            for (InetAddress host : distinct(hosts)) {
                int shared = sockets.channels.isEmpty() ? port : sockets.port();
                sockets.channels.add(open(new InetSocketAddress(host, shared)));
            }
        } catch (ApiNotBoundException | RuntimeException e) {
            sockets.close();
            throw e;
        }
        return sockets;
    }

    private static Iterable<InetAddress> distinct(List<InetAddress> hosts) {
        // the wildcard and one address on the same port exclude each other
        var wildcard = hosts.stream().filter(InetAddress::isAnyLocalAddress).findFirst();
        return wildcard.<Iterable<InetAddress>>map(List::of)
                .orElseGet(() -> new LinkedHashSet<>(hosts));
    }

    private static ServerSocketChannel open(InetSocketAddress where) throws ApiNotBoundException {
        try {
            return bound(where);
        } catch (SocketException e) {
            throw new ApiNotBoundException(reason(where, e), where, e);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot open a socket for " + where, e);
        }
    }

    private static ServerSocketChannel bound(InetSocketAddress where) throws IOException {
        var channel = ServerSocketChannel.open();
        try {
            return channel.bind(where, BACKLOG);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Interfaces cannot be asked, since most of 127.0.0.0/8 is on none and can be bound all the
     * same; so another port of the same address is tried.
     */
    private static Reason reason(InetSocketAddress where, SocketException failure) {
        try {
            bound(new InetSocketAddress(where.getAddress(), 0)).close();
        } catch (IOException e) {
            return Reason.ADDRESS_MISSING;
        }
        String text = Objects.requireNonNullElse(failure.getMessage(), "");
        return text.toLowerCase(Locale.ROOT).contains("denied")
                ? Reason.NOT_ALLOWED
                : Reason.PORT_TAKEN;
    }

    List<ServerSocketChannel> channels() {
        return List.copyOf(channels);
    }

    int port() {
        return channels.getFirst().socket().getLocalPort();
    }

    @Override
    public void close() {
        for (ServerSocketChannel channel : channels) {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot close " + channel, e);
            }
        }
    }
}
