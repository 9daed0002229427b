package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.Hash;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** The same events come to the same visits, and where they do not, both say so. */
class FoldsApartTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir Path folder;

    @Test
    void aBoothThatIsSetToAnotherTimeZoneIsNamed() throws Exception {
        List<TestNode> nodes = TestNode.mesh(folder, 2);
        try (TestNode one = nodes.get(0);
                TestNode two = nodes.get(1)) {
            two.zone = ZoneOffset.ofHours(7);
            one.start();
            two.start();
            one.enter("29A12345");

            await().atMost(SOON)
                    .untilAsserted(
                            () -> {
                                assertThat(one.sync().foldsApart()).containsExactly(two.id);
                                assertThat(two.sync().foldsApart()).containsExactly(one.id);
                            });
        }
    }

    /** An update of a booth that was named is the usual way to mend it. */
    @Test
    void aBoothThatFoldsByAnotherVersionNowIsNamedNoMore() throws Exception {
        try (TestNode here = TestNode.mesh(folder, 2).getFirst().start()) {
            RawPeer there = RawPeer.connect(here.address, "central-2", folder);
            int version = here.ledger().standing().fold().version();
            there.say("HEARTBEAT", heartbeat(there, version));
            await().atMost(SOON)
                    .untilAsserted(
                            () ->
                                    assertThat(here.sync().foldsApart())
                                            .containsExactly(there.central));

            there.say("HEARTBEAT", heartbeat(there, version + 1));
            await().atMost(SOON).until(() -> here.sync().foldsApart().isEmpty());
            there.close();
        }
    }

    private static ObjectNode heartbeat(RawPeer peer, int version) {
        ObjectNode data = peer.heartbeat();
        ArrayNode fold = ((ObjectNode) data.get("g")).putArray("fold");
        fold.add(version).add(new Hash(1, 2, 3, 4).toString());
        return data;
    }

    @Test
    void amongBoothsThatAreSetAlikeNobodyIsNamed() throws Exception {
        List<TestNode> nodes = TestNode.mesh(folder, 2);
        try (TestNode one = nodes.get(0).start();
                TestNode two = nodes.get(1).start()) {
            one.leave(one.enter("29A12345"), 25_000);
            two.enter("30F99999");
            Instant now = Instant.now();
            await().atMost(SOON)
                    .until(() -> one.isIdenticalTo(two, now) && two.isIdenticalTo(one, now));

            await().during(TestNode.HEARTBEAT.multipliedBy(2))
                    .atMost(SOON)
                    .until(
                            () ->
                                    one.sync().foldsApart().isEmpty()
                                            && two.sync().foldsApart().isEmpty());
        }
    }
}
