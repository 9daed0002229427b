package dev.gatehouse.api;

import io.javalin.http.Context;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

/** Counts requests by their method and the status of the answer. Any thread. */
final class HttpCounts {
    /** Others are counted together, or a client could make as many series as it likes. */
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS");

    /**
     * What is counted together.
     *
     * @param method of HTTP, or {@code other}
     * @param status of HTTP
     */
    record Key(String method, int status) {}

    /** How many, and how long they took altogether. */
    static final class Count {
        final LongAdder requests = new LongAdder();
        final DoubleAdder seconds = new DoubleAdder();
    }

    private final Map<Key, Count> counts = new ConcurrentHashMap<>();

    void count(Context ctx, double milliseconds) {
        String method = ctx.method().name();
        Key key = new Key(METHODS.contains(method) ? method : "other", ctx.statusCode());
        Count count = counts.computeIfAbsent(key, _ -> new Count());
        count.requests.increment();
        count.seconds.add(milliseconds / 1_000);
    }

    Map<Key, Count> all() {
        return Map.copyOf(counts);
    }
}
