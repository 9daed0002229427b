package dev.gatehouse.field;

import dev.gatehouse.FreePorts;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Places on this machine where an end can listen. */
final class Addresses {
    private static final String HOST = "127.0.0.1";

    private Addresses() {}

    static InetSocketAddress free() throws IOException {
        return new InetSocketAddress(HOST, FreePorts.at(HOST));
    }

    static String text(InetSocketAddress address) {
        return address.getHostString() + ":" + address.getPort();
    }
}
