package dev.gatehouse.original;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;

/**
 * An original central as a process of its own, with as much of its API as tests need: {@code POST
 * /api/edge/barrier/open}, {@code GET /api/parking/history}, and beside it {@code GET /complaints}
 * and {@code POST /reachable} with {@code true} or {@code false}. It ends when its input does.
 */
public final class OriginalMain {
    private OriginalMain() {}

    /**
     * Runs it; prints {@code ready} once it listens.
     *
     * @param args its id; {@code first} or {@code second}; its zone; where it listens and where its
     *     API is, each as host:port; the pause between heartbeats and between dials in ms; then
     *     each peer as id=URI
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        var peers = new LinkedHashMap<String, URI>();
        for (int i = 7; i < args.length; i++) {
            String[] peer = args[i].split("=", 2);
            peers.put(peer[0], URI.create(peer[1]));
        }
        var setup =
                new OriginalCentral.Setup(
                        args[0],
                        Generation.valueOf(args[1].toUpperCase(Locale.ROOT)),
                        ZoneId.of(args[2]),
                        List.copyOf(peers.keySet()),
                        OriginalPace.REAL.every(
                                Duration.ofMillis(Long.parseLong(args[5])),
                                Duration.ofMillis(Long.parseLong(args[6]))));
        try (RunningOriginal original =
                RunningOriginal.start(setup, address(args[3]), peers, InstantSource.system())) {
            HttpServer api = HttpServer.create(address(args[4]), 0);
            api.createContext("/", exchange -> answer(exchange, original));
            api.start();
            System.out.println("ready");
            while (System.in.read() >= 0) {} // until whoever started it ends it or is gone
            api.stop(0);
        }
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        return new InetSocketAddress(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static void answer(HttpExchange exchange, RunningOriginal original) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        int status = 200;
        JsonNode answer;
        try {
            answer = answer(exchange.getRequestURI().getPath(), body, original);
        } catch (InterruptedException | IllegalArgumentException e) {
            status = 404;
            answer = OriginalTable.object().put("success", false).put("error", e.getMessage());
        }
        byte[] bytes = answer.toString().getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static JsonNode answer(String path, String body, RunningOriginal original)
            throws IOException, InterruptedException {
        return switch (path) {
            case "/api/edge/barrier/open" -> {
                JsonNode asked = OriginalFrames.read(body);
                if (asked == null) {
                    throw new IllegalArgumentException("no JSON");
                }
                String edge = asked.path("edge_id").asString("");
                String plate = asked.path("plate_id").asString("");
                yield original.ask(it -> it.open(edge, plate));
            }
            case "/api/parking/history" -> list("history", new ArrayList<>(original.rows()));
            case "/complaints" -> {
                ObjectNode answer = OriginalTable.object().put("success", true);
                ArrayNode complaints = answer.putArray("complaints");
                original.complaints().forEach(complaints::add);
                yield answer;
            }
            case "/reachable" -> {
                original.reachable(Boolean.parseBoolean(body.strip()));
                yield OriginalTable.object().put("success", true);
            }
            default -> throw new IllegalArgumentException("no such path: " + path);
        };
    }

    private static ObjectNode list(String name, List<JsonNode> rows) {
        ObjectNode answer = OriginalTable.object().put("success", true).put("count", rows.size());
        answer.putArray(name).addAll(rows);
        return answer;
    }

    /** The words that start it, from the classes of this run. */
    public static List<String> command(String... args) {
        var command =
                new ArrayList<>(
                        List.of(
                                System.getProperty("java.home") + "/bin/java",
                                "-cp",
                                System.getProperty("java.class.path"),
                                OriginalMain.class.getName()));
        command.addAll(List.of(args));
        return command;
    }
}
