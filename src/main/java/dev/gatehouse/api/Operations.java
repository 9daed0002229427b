package dev.gatehouse.api;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All paths that are served: none is installed but through here, so that what describes them cannot
 * miss one.
 */
final class Operations {
    private static final String ABOUT =
            "Shapes as the original's, with more fields. Bodies are JSON whatever the Content-Type"
                + " says, up to 1 MB. What cameras send under /api/edge may have 8 MB and may also"
                + " come in multipart/form-data or application/x-www-form-urlencoded, each also in"
                + " Content-Encoding gzip or deflate; 415 says what is taken. Fields beside the"
                + " plate are put right or left out where they are strange. HEAD is answered as"
                + " GET. Lists with a next are paged by after=next; a limit over 1000 counts as"
                + " 1000. WebSockets: /ws/history and /ws/cameras push what happens and answer ping"
                + " with pong; /ws/p2p is for peers.";

    private final RoutesConfig routes;
    private final List<Operation> all = new ArrayList<>();

    Operations(RoutesConfig routes) {
        this.routes = routes;
    }

    /**
     * Serves HEAD as well, by the same handler: the answer is that of GET, and its body is dropped
     * on the way out.
     *
     * @param about one line for people
     */
    Operation get(String path, String about, Handler handler) {
        routes.get(path, handler);
        routes.head(path, handler);
        return add("get", path, about);
    }

    /** As {@link #get}. */
    Operation post(String path, String about, Handler handler) {
        routes.post(path, handler);
        return add("post", path, about);
    }

    /** As {@link #get}. */
    Operation put(String path, String about, Handler handler) {
        routes.put(path, handler);
        return add("put", path, about);
    }

    /** As {@link #get}. */
    Operation delete(String path, String about, Handler handler) {
        routes.delete(path, handler);
        return add("delete", path, about);
    }

    private Operation add(String method, String path, String about) {
        var operation = new Operation(method, path, about);
        all.add(operation);
        return operation;
    }

    /**
     * Serves the description of all, itself too.
     *
     * @param version of the program
     */
    void describe(String version) {
        var paths = new LinkedHashMap<String, Map<String, Object>>();
        var document = new LinkedHashMap<String, Object>();
        get("/openapi.json", "This description", ctx -> ctx.json(document)).answersObject();
        for (Operation one : all) {
            paths.computeIfAbsent(one.path(), _ -> new LinkedHashMap<>())
                    .put(one.method(), one.described());
        }
        document.put("openapi", "3.1.0");
        document.put(
                "info", Map.of("title", "Gatehouse", "version", version, "description", ABOUT));
        document.put("paths", paths);
    }
}
