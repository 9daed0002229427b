package dev.gatehouse.api;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * The API could not have its port on one of its addresses, and holds none of them. The message
 * names the address, the port and what to do. Trying again later may help: the other program may
 * end, the network may come up.
 */
public final class ApiNotBoundException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Why not. */
    public enum Reason {
        /** Another program has that port on that address. */
        PORT_TAKEN,
        /** No network interface of this PC has that address at the moment. */
        ADDRESS_MISSING,
        /** The operating system does not give that port to this user. */
        NOT_ALLOWED
    }

    private final Reason reason;
    private final InetSocketAddress where;

    ApiNotBoundException(Reason reason, InetSocketAddress where, Throwable cause) {
        super(message(reason, where), cause);
        this.reason = reason;
        this.where = where;
    }

    public Reason reason() {
        return reason;
    }

    /** The address that could not be bound. */
    public InetAddress host() {
        return where.getAddress();
    }

    public int port() {
        return where.getPort();
    }

    private static String message(Reason reason, InetSocketAddress where) {
        String host = where.getAddress().getHostAddress();
        int port = where.getPort();
        return switch (reason) {
            case PORT_TAKEN ->
                    "API port "
                            + port
                            + " on "
                            + host
                            + " is taken by another program: end that program, or set"
                            + " this_central.api_port to a free port";
            case ADDRESS_MISSING ->
                    "API address "
                            + host
                            + " (port "
                            + port
                            + ") is on no network interface of this PC: connect that network, or"
                            + " set this_central.ip to an address of this PC";
            case NOT_ALLOWED ->
                    "API port "
                            + port
                            + " on "
                            + host
                            + " is not allowed to this user by the operating system: set"
                            + " this_central.api_port to a port above 1023";
        };
    }
}
