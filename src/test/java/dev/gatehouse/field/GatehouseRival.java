package dev.gatehouse.field;

import dev.gatehouse.it.BoothProcess;
import dev.gatehouse.it.DiskWatch;
import dev.gatehouse.sync.Cable;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two booths; the rows are what their cameras tell them, over HTTP. */
final class GatehouseRival implements Rival {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** As many cameras tell at once. */
    private static final int LANES = 32;

    /** Cars that come at a camera before one leaves. */
    private static final int STAY = 8;

    private final BoothProcess full;
    private final BoothProcess away;
    private final Cable cable;
    private @Nullable DiskWatch closely;

    GatehouseRival(Path folder, Map<String, String> environment) throws Exception {
        List<BoothProcess> two = BoothProcess.mesh(2, folder);
        full = two.get(0);
        away = two.get(1);
        cable = new Cable(full.p2p());
        away.configure(List.of(BoothProcess.Peer.at("central-1", cable.end())));
        full.configure(List.of(BoothProcess.nobody("central-2")));
        full.environment(environment);
        away.environment(environment);
    }

    BoothProcess full() {
        return full;
    }

    BoothProcess away() {
        return away;
    }

    @Override
    public void open() throws Exception {
        full.start();
        away.start();
        Waiting.until(() -> full.up() && away.up());
        Waiting.until(() -> linked(away, "central-1"));
    }

    static boolean linked(BoothProcess booth, String peer) throws Exception {
        return booth.syncState(peer).path("connected").booleanValue(false);
    }

    @Override
    public void part() throws Exception {
        cable.pullOut();
        Waiting.until(() -> !linked(full, "central-2"));
    }

    @Override
    public void write(Rows rows) throws Exception {
        try (var lanes = Executors.newFixedThreadPool(LANES)) {
            var done = new ArrayList<Future<?>>();
            for (int lane = 0; lane < LANES; lane++) {
                int first = lane;
                done.add(
                        lanes.submit(
                                () -> {
                                    pass(rows, first);
                                    return true;
                                }));
            }
            for (Future<?> lane : done) {
                lane.get();
            }
        }
    }

    /** The answer is waited for elsewhere: the row may be at the other end before it. */
    @Override
    public double live(Rows rows, int number) throws Exception {
        if (closely == null) {
            closely = new DiskWatch(away.database());
        }
        DiskWatch disk = closely;
        long expected = disk.events() + 1;
        var answered = new CompletableFuture<Long>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                tell(rows.car(number), "ENTRY");
                                answered.complete(System.nanoTime());
                            } catch (Exception e) {
                                answered.completeExceptionally(e);
                            }
                        });
        Waiting.until(() -> disk.events() >= expected, Waiting.CLOSELY);
        long there = System.nanoTime();
        return (there - answered.join()) / 1e6;
    }

    private void pass(Rows rows, int first) throws Exception {
        var inside = new ArrayDeque<Rows.Car>();
        for (int number = first; number < rows.count(); number += LANES) {
            Rows.Car car = rows.car(number);
            tell(car, "ENTRY");
            inside.add(car);
            if (inside.size() > STAY) {
                leave(inside.remove());
            }
        }
        while (!inside.isEmpty()) {
            leave(inside.remove());
        }
    }

    private void leave(Rows.Car car) throws Exception {
        if (car.ended()) {
            tell(car, "EXIT");
        }
    }

    private void tell(Rows.Car car, String way) throws Exception {
        tell(full, car, way);
    }

    /** As a camera does it. */
    static void tell(BoothProcess booth, Rows.Car car, String way) throws Exception {
        ObjectNode event =
                JSON.createObjectNode()
                        .put("type", way)
                        .put("camera_id", car.camera())
                        .put("camera_name", car.cameraName());
        event.putObject("data")
                .put("plate_text", car.plate())
                .put("confidence", car.confidence())
                .put("source", Rows.SOURCE)
                .put("edge_id", car.edge());
        JsonNode answer = booth.post("/api/edge/event", event.toString());
        if (!answer.path("success").booleanValue(false)) {
            throw new IllegalStateException(answer.toString());
        }
    }

    @Override
    public double join() throws Exception {
        try (var there = new DiskWatch(full.database());
                var here = new DiskWatch(away.database())) {
            long all = there.events();
            cable.putBack();
            Waiting.until(() -> here.events() >= all);
            return (System.nanoTime() - cable.firstJoinedAtNanos()) / 1e6;
        }
    }

    @Override
    public long bytes() {
        return cable.bytesBothWays();
    }

    @Override
    public long held() throws SQLException {
        return count(away.database());
    }

    /** Rows of the history in a booth's database, after it was seen that all events are in them. */
    private static long count(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement();
                ResultSet found =
                        statement.executeQuery(
                                "SELECT count(*), count(exit_time), (SELECT sum(n) FROM stream)"
                                        + " FROM history")) {
            long rows = found.getLong(1);
            if (rows + found.getLong(2) != found.getLong(3)) {
                throw new IllegalStateException("not all events are in the history");
            }
            return rows;
        }
    }

    @Override
    public List<ProcessHandle> ends() {
        return List.of(full.handle(), away.handle());
    }

    @Override
    public void close() throws Exception {
        if (closely != null) {
            closely.close();
        }
        full.close();
        away.close();
        cable.close();
    }
}
