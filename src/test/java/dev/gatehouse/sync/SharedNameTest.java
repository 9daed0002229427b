package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.model.SharedName;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Booths that have one name, and who hears of it. Real nodes, one heartbeat a second. */
class SharedNameTest {
    private static final Duration MINUTE = Duration.ofSeconds(60);

    @TempDir private Path folder;
    private final List<TestNode> nodes = new ArrayList<>();

    @AfterEach
    void off() {
        nodes.forEach(TestNode::close);
    }

    private TestNode node(String place, int number) throws IOException {
        TestNode made = new TestNode(Files.createDirectories(folder.resolve(place)), number);
        nodes.add(made);
        return made;
    }

    private static boolean says(TestNode who, TestNode shared) {
        return who.sync().namesakes().stream().anyMatch(n -> n.central().equals(shared.id));
    }

    private static List<String> addresses(TestNode who, TestNode shared) {
        return who.sync().namesakes().stream()
                .filter(name -> name.central().equals(shared.id))
                .map(SharedName::addresses)
                .findFirst()
                .orElse(List.of());
    }

    @Test
    void twoThatKnowOnlyAThirdAreNamedByItWithBothAddressesAndHearOfItThemselves()
            throws IOException {
        TestNode third = node("a", 3);
        TestNode one = node("a", 1).knows(third);
        third.knows(one);
        TestNode other = node("b", 1).knows(third);
        // so that the third dials the one, and knows it by where it listens: all are one host here
        for (TestNode each : List.of(one, third, other)) {
            each.start();
        }
        await().atMost(MINUTE).until(() -> says(third, one) && says(one, one) && says(other, one));
        assertThat(third.peer(one).twice()).isTrue();
        assertThat(one.sync().status().nameShared()).isTrue();
        assertThat(other.sync().status().nameShared()).isTrue();
        assertThat(addresses(third, one))
                .hasSize(2)
                .contains(one.address.getHostString() + ":" + one.address.getPort());

        other.stop();
        await().atMost(Duration.ofSeconds(150)).until(() -> !says(third, one) && !says(one, one));
    }

    @Test
    void aFolderCopiedWhileItRanAndStartedElsewhereIsHeardOfEverywhere() throws IOException {
        TestNode third = node("a", 3);
        TestNode one = node("a", 1).knows(third);
        third.knows(one);
        TestNode far = node("a", 4).knows(third); // hears of both from the third only
        third.knows(far);
        for (TestNode each : nodes) {
            each.start();
        }
        one.enterMany("CAR", 50);
        await().until(() -> far.holdsTheSameAs(one));
        TestNode copy = one.copy(Files.createDirectories(folder.resolve("b"))).knows(third);
        nodes.add(copy);
        for (String file : List.of("gatehouse.db", "gatehouse.db-wal")) {
            Files.copy(one.database().resolveSibling(file), copy.database().resolveSibling(file));
        }
        copy.start();
        await().atMost(MINUTE)
                .until(
                        () ->
                                says(third, one)
                                        && says(one, one)
                                        && says(copy, one)
                                        && says(far, one));
    }

    @Test
    void twoAtTheEndsOfAChainAreHeardOfByAllBetween() throws IOException {
        TestNode third = node("a", 3);
        TestNode fourth = node("a", 4).knows(third);
        third.knows(fourth);
        TestNode one = node("a", 1).knows(third);
        third.knows(one);
        TestNode other = node("b", 1).knows(fourth);
        fourth.knows(other);
        for (TestNode each : nodes) {
            each.start();
        }
        await().atMost(MINUTE).until(() -> nodes.stream().allMatch(each -> says(each, one)));
    }

    @Test
    void aBoothThatIsStartedAgainOrInstalledAnewIsStillOne() throws Exception {
        TestNode third = node("a", 3);
        TestNode fourth = node("a", 4).knows(third);
        third.knows(fourth);
        TestNode one = node("a", 1).knows(third).knows(fourth);
        third.knows(one);
        fourth.knows(one);
        for (TestNode each : nodes) {
            each.start();
        }
        for (int again = 0; again < 3; again++) {
            one.enter("CAR" + again);
            await().until(() -> fourth.holdsTheSameAs(one) && third.holdsTheSameAs(one));
            one.stop();
            one.start();
            staysOne(List.of(one, third, fourth), one, 4);
        }
        one.stop();
        TestNode anew = node("b", 1).knows(third).knows(fourth).start();
        await().until(() -> anew.holdsTheSameAs(third));
        staysOne(List.of(anew, third, fourth), anew, 12);
    }

    private static void staysOne(List<TestNode> all, TestNode one, int seconds) {
        await().during(seconds, TimeUnit.SECONDS)
                .atMost(seconds + 5, TimeUnit.SECONDS)
                .until(() -> all.stream().noneMatch(each -> says(each, one)));
    }
}
