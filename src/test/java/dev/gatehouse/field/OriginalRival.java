package dev.gatehouse.field;

import dev.gatehouse.original.RunningOriginal;
import dev.gatehouse.sync.Cable;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The original's algorithm, at its best: its clock is UTC's, it is away for less than the pause
 * between its dials, and all visits are open, since it takes over none that has ended.
 */
final class OriginalRival implements Rival {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Cable cable;
    private final End sender;
    private final End receiver;
    private long written;

    OriginalRival(Path folder, Map<String, String> environment) throws Exception {
        InetSocketAddress at = Addresses.free();
        cable = new Cable(at);
        // one without peers tells nobody; where it dials is nobody, since one link is enough
        sender = start(folder, environment, "central-1", at, peer("central-2", Addresses.free()));
        sender.await("ready"); // or the first dial would be in vain
        receiver =
                start(
                        folder,
                        environment,
                        "central-2",
                        Addresses.free(),
                        peer("central-1", cable.end()));
    }

    private static List<String> peer(String id, InetSocketAddress at) {
        return List.of(id, RunningOriginal.second(at).toString());
    }

    private static End start(
            Path folder,
            Map<String, String> environment,
            String id,
            InetSocketAddress at,
            List<String> peer)
            throws IOException {
        var args = new ArrayList<>(List.of(id, folder.resolve(id + ".db").toString()));
        args.addAll(List.of(at.getHostString(), Integer.toString(at.getPort())));
        args.addAll(peer);
        return End.start(
                id, folder, environment, End.java(OriginalEnd.class, args.toArray(String[]::new)));
    }

    @Override
    public void open() throws Exception {
        receiver.await("ready");
        Waiting.until(() -> receiver.ask("linked", "linked").equals("true"));
    }

    @Override
    public void part() throws Exception {
        cable.pullOut();
        Waiting.until(() -> receiver.ask("linked", "linked").equals("false"));
    }

    @Override
    public void write(Rows rows) throws IOException {
        List<String> names = Rows.names();
        for (int number = 0; number < rows.count(); number++) {
            var row = new LinkedHashMap<String, Object>();
            @Nullable Object[] values = rows.row(number);
            for (int i = 1; i < values.length; i++) { // it numbers its rows by itself
                String name = names.get(i);
                if (values[i] != null && !name.startsWith("exit_") && !name.equals("duration")) {
                    row.put(name, values[i]);
                }
            }
            sender.say("row " + JSON.writeValueAsString(row));
        }
        written += rows.count();
        sender.ask("write", "written");
    }

    @Override
    public double join() throws IOException {
        cable.putBack();
        receiver.ask("await " + written, "there");
        return (System.nanoTime() - cable.firstJoinedAtNanos()) / 1e6;
    }

    @Override
    public double live(Rows rows, int number) throws IOException {
        written++;
        receiver.say("await " + written);
        sender.ask("open " + rows.car(number).plate(), "opened");
        long answered = System.nanoTime();
        receiver.await("there");
        return (System.nanoTime() - answered) / 1e6;
    }

    @Override
    public long bytes() {
        return cable.bytesBothWays();
    }

    @Override
    public long held() throws IOException {
        return Long.parseLong(receiver.ask("held", "held"));
    }

    @Override
    public List<ProcessHandle> ends() {
        return List.of(sender.handle(), receiver.handle());
    }

    @Override
    public void close() throws Exception {
        receiver.close();
        sender.close();
        cable.close();
    }
}
