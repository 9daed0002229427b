package dev.gatehouse.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.util.Objects.requireNonNull;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.DifferencesAnswer;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.ResyncStart;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A person asks which events two booths do not both hold. */
class DifferencesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir private Path folder;
    private TestNode one;
    private TestNode two;
    private Twins twins;

    @BeforeEach
    void twoBoothsThatFetchNothingByThemselves() throws IOException {
        twins = new Twins(folder);
        List<TestNode> nodes = TestNode.mesh(folder, 2);
        one = nodes.get(0);
        two = nodes.get(1);
        one.auto = false;
        two.auto = false;
        one.open();
        two.open();
    }

    @AfterEach
    void off() {
        one.close();
        two.close();
        twins.close();
    }

    /** What they hold by now is known to both; what comes later would come live. */
    private void link() throws IOException {
        for (TestNode node : List.of(one, two)) {
            node.sync().mesh().listen(node.address);
            node.sync().start();
        }
        await().atMost(SOON)
                .until(() -> one.peer(two).weMiss() != null && two.peer(one).weMiss() != null);
    }

    private Differences compare(TestNode at, TestNode with) throws Exception {
        DifferencesAnswer answer = at.sync().differences(with.id).get(40, TimeUnit.SECONDS);
        assertThat(answer).isInstanceOf(DifferencesAnswer.Compared.class);
        return ((DifferencesAnswer.Compared) answer).differences();
    }

    @Test
    void twoThatHoldTheSameHaveNone() throws Exception {
        twins.enterBoth("SAME", 30);
        Twins.take(twins.one, one, 1, 30);
        Twins.take(twins.other, two, 1, 30);
        link();
        Differences found = compare(one, two);
        assertThat(found.total()).isZero();
        assertThat(found.complete()).isTrue();
        assertThat(found.listed()).isEmpty();
    }

    @Test
    void whatOnlyOneHoldsIsListedWithWhatItIs() throws Exception {
        one.enterMany("HERE", 3);
        two.enterMany("THERE", 2);
        link();
        Differences found = compare(one, two);
        assertThat(found.hereOnly()).isEqualTo(3);
        assertThat(found.thereOnly()).isEqualTo(2);
        assertThat(found.twoFacts()).isZero();
        assertThat(found.complete()).isTrue();
        assertThat(found.listed())
                .extracting(Differences.One::kind)
                .containsExactly(
                        Differences.Kind.THERE_ONLY,
                        Differences.Kind.THERE_ONLY,
                        Differences.Kind.HERE_ONLY,
                        Differences.Kind.HERE_ONLY,
                        Differences.Kind.HERE_ONLY);
        Differences.One theirs = found.listed().get(1);
        assertThat(theirs.central()).isEqualTo(two.id);
        assertThat(theirs.seq()).isEqualTo(2);
        assertThat(theirs.here()).isNull();
        assertThat(requireNonNull(theirs.there()).plate()).isEqualTo("THERE1");
        assertThat(requireNonNull(theirs.there()).kind()).isEqualTo("entry");
        Differences.One ours = found.listed().getLast();
        assertThat(ours.there()).isNull();
        assertThat(requireNonNull(ours.here()).plate()).isEqualTo("HERE2");
        assertThat(one.events()).as("looking merges nothing").isEqualTo(3);
        assertThat(one.peer(two).counters().received()).isZero();
    }

    @Test
    void oneNumberWithTwoFactsIsShownWithBoth() throws Exception {
        twins.enterBoth("SAME", 1_200);
        twins.enterUnlike("29A11111", "29A22222");
        twins.enterBoth("MORE", 50);
        Twins.take(twins.one, one, 1, 1_251);
        Twins.take(twins.other, two, 1, 1_251);
        link();
        Differences found = compare(one, two);
        assertThat(found.twoFacts()).isEqualTo(1);
        assertThat(found.hereOnly() + found.thereOnly()).isZero();
        assertThat(found.complete()).isTrue();
        Differences.One only = found.listed().getFirst();
        assertThat(only.kind()).isEqualTo(Differences.Kind.TWO_FACTS);
        assertThat(only.seq()).isEqualTo(1_201);
        assertThat(only.stream()).isEqualTo(twins.stream().stream());
        assertThat(only.central()).isEqualTo(new CentralId("central-9"));
        assertThat(requireNonNull(only.here()).plate()).isEqualTo("29A11111");
        assertThat(requireNonNull(only.there()).plate()).isEqualTo("29A22222");
        assertThat(requireNonNull(only.here()).hash())
                .isNotEqualTo(requireNonNull(only.there()).hash());
        Differences other = compare(two, one);
        assertThat(other.listed().getFirst().here()).isEqualTo(only.there());
        assertThat(other.listed().getFirst().there()).isEqualTo(only.here());
    }

    @Test
    void whoAsksWhileOneIsUnderWayGetsTheSame() throws Exception {
        one.enterMany("HERE", 3);
        link();
        var first = one.sync().differences(two.id);
        var second = one.sync().differences(two.id);
        assertThat(first.get(40, TimeUnit.SECONDS)).isInstanceOf(DifferencesAnswer.Compared.class);
        assertThat(second.get(40, TimeUnit.SECONDS)).isInstanceOf(DifferencesAnswer.Compared.class);
    }

    @Test
    void aPeerThatIsOffOrUnknownIsTold() throws Exception {
        two.stop();
        await().atMost(java.time.Duration.ofSeconds(30)).until(() -> !one.peer(two).connected());
        assertThat(one.sync().differences(two.id).get(5, TimeUnit.SECONDS))
                .isInstanceOf(DifferencesAnswer.Offline.class);
        assertThat(one.sync().differences(new CentralId("central-77")).get(5, TimeUnit.SECONDS))
                .isInstanceOf(DifferencesAnswer.UnknownPeer.class);
    }

    @Test
    void aResyncThatCannotHelpEndsWithTheListOfWhatStillDiffers() throws Exception {
        twins.enterBoth("SAME", 4);
        twins.enterUnlike("LEFT", "RIGHT");
        Twins.take(twins.one, one, 1, 5);
        Twins.take(twins.other, two, 1, 5);
        link();
        ResyncStart start = one.sync().resync(two.id).join();
        assertThat(start).isInstanceOf(ResyncStart.Started.class);
        ResyncOutcome outcome = ((ResyncStart.Started) start).outcome().get(90, TimeUnit.SECONDS);
        assertThat(outcome).isInstanceOf(ResyncOutcome.StillDifferent.class);
        Differences found = ((ResyncOutcome.StillDifferent) outcome).differences();
        assertThat(requireNonNull(found).twoFacts()).isEqualTo(1);
        assertThat(found.listed().getFirst().seq()).isEqualTo(5);
        assertThat(one.peer(two).lastResync()).isEqualTo(outcome);
    }
}
