package dev.gatehouse.console.live;

import dev.gatehouse.port.StoreUnreadableException;

/** What a failed read is called towards people: short, for whoever is called to help. */
public final class ReadFailure {
    private ReadFailure() {}

    public static String code(Throwable failure) {
        return failure instanceof StoreUnreadableException ? "STORE_UNREADABLE" : "READ_FAILED";
    }
}
