package dev.gatehouse.it;

import static dev.gatehouse.it.Booths.START;
import static dev.gatehouse.it.Booths.SYNC;
import static dev.gatehouse.it.Booths.sized;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.sync.RawPeer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.Deflater;

/**
 * Peers that flood, lie and break frames, all at once, against a booth with a small memory that is
 * one process, while it exchanges events with a good one. What exactly becomes of each kind is
 * tested with the sync itself; here the booth must survive the sum.
 */
@Timeout(300)
class HostilePeersIT {
    private static final int FRAME = 100 * 1024 * 1024;

    @TempDir Path folder;

    private final List<BoothProcess> booths = new ArrayList<>();

    private interface Attack {
        void by(RawPeer peer);
    }

    /** Each by a central of its own. */
    private static List<Attack> attacks() {
        byte[] bomb = deflate(new byte[64 * 1024 * 1024]);
        return List.of(
                peer -> peer.shout("x".repeat(FRAME)),
                peer -> peer.shout(bomb),
                peer -> times(20_000, () -> peer.shout("{}")),
                peer -> times(2_000, peer::sayHello),
                peer -> times(500, () -> peer.say("G_STATE", buckets(peer))),
                peer -> times(500, () -> peer.say("G_ASK", unlimited(peer))),
                peer -> times(200, () -> peer.say("G_PAGE", unlimited(peer))),
                peer -> peer.shout("[".repeat(900_000)));
    }

    private static void times(int count, Runnable work) {
        for (int i = 0; i < count; i++) {
            work.run();
        }
    }

    private static byte[] deflate(byte[] plain) {
        var deflater = new Deflater(9, true);
        deflater.setInput(plain);
        deflater.finish();
        byte[] out = new byte[1024 * 1024];
        int length = deflater.deflate(out);
        deflater.end();
        return Arrays.copyOf(out, length);
    }

    private static ObjectNode buckets(RawPeer peer) {
        ObjectNode state = peer.frames.object();
        var buckets = state.putArray("buckets");
        for (int i = 0; i < 256; i++) {
            buckets.add("%064x".formatted(i));
        }
        return state;
    }

    private static ObjectNode unlimited(RawPeer peer) {
        return peer.frames
                .object()
                .put("ask", 1)
                .put("stream", "0".repeat(32))
                .put("from", 1)
                .put("to", 1L << 40)
                .put("rows", 1_024)
                .put("bytes", 262_144)
                .put("credit", 8);
    }

    @AfterEach
    void off() {
        booths.forEach(BoothProcess::close);
    }

    @Test
    void allAtOnceTheyCostABoothNeitherItsMemoryNorItsGoodPeer() throws Exception {
        List<Attack> attacks = attacks();
        BoothProcess target = BoothProcess.booth(1, "central-1", folder);
        BoothProcess good = BoothProcess.booth(2, "central-2", folder);
        booths.addAll(List.of(target, good));
        var known = new ArrayList<>(List.of(good.asPeer()));
        for (int i = 0; i < attacks.size(); i++) {
            known.add(BoothProcess.nobody("central-" + (10 + i)));
        }
        target.configure(known);
        good.configure(List.of(target.asPeer()));
        target.jvmOptions("-Xmx128m -XX:+ExitOnOutOfMemoryError");
        Booths.start(booths);
        await().atMost(START)
                .until(() -> good.syncState("central-1").path("connected").booleanValue(false));
        int cars = 0;
        for (int round = 0; round < sized(10, 2); round++) {
            var threads = new ArrayList<Thread>();
            for (int i = 0; i < attacks.size(); i++) {
                String name = "central-" + (10 + i);
                Attack attack = attacks.get(i);
                threads.add(Thread.ofPlatform().start(() -> attack(target, name, attack)));
            }
            for (int end = cars + 20; cars < end; cars++) {
                good.open("30A%05d".formatted(cars));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            int soMany = cars;
            await().atMost(SYNC).until(() -> target.onDisk() >= soMany);
        }

        assertThat(target.running()).as("it ends when its memory does").isTrue();
        assertThat(target.log()).contains("Refused").doesNotContain("java.lang.OutOfMemoryError");
        assertThat(target.onDisk()).as("events, none of them theirs").isEqualTo(cars);
        await().atMost(SYNC)
                .until(
                        () ->
                                good.syncState("central-1").path("connected").booleanValue()
                                        && good.proof().path("identical").booleanValue(false));
    }

    private void attack(BoothProcess target, String name, Attack attack) {
        try {
            RawPeer peer =
                    RawPeer.connect(
                            target.p2p(), name, Files.createDirectories(folder.resolve(name)));
            peer.sayHello();
            attack.by(peer);
            peer.close();
        } catch (Exception refused) {
            return; // it defends itself
        }
    }
}
