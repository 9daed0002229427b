package dev.gatehouse.field;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Places on this machine where an end can listen. */
final class Addresses {
    private static final String HOST = "127.0.0.1";

    private Addresses() {}

    static InetSocketAddress free() throws IOException {
        try (var probe = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            return new InetSocketAddress(HOST, probe.getLocalPort());
        }
    }

    static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
