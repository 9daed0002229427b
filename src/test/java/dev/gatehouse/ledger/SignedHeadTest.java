package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.query.Page;
import dev.gatehouse.ledger.write.Arrival;
import dev.gatehouse.ledger.write.DecisionContext;
import dev.gatehouse.model.Finding;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.SignedHead;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Verified;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** The writer of a stream signs how far it has come, and nobody can change what is behind that. */
class SignedHeadTest {
    @TempDir Path folder;
    private Booth one;
    private StreamId stream;

    @BeforeEach
    void threeEvents() {
        one = new Booth(folder, "central-1");
        stream = one.ledger().currentStream().stream();
        for (int i = 0; i < 3; i++) {
            one.enter("29A0000" + i);
        }
    }

    @AfterEach
    void close() {
        one.close();
    }

    private SignedHead kept(Booth booth) {
        return Objects.requireNonNull(signed(booth));
    }

    private @Nullable SignedHead signed(Booth booth) {
        booth.ledger().decide(DecisionContext::now).join(); // behind what was asked before
        return booth.ledger().holdings().signed(stream);
    }

    private Verified verify(Booth booth) {
        var signer = Booth.signer();
        return Verification.run(booth.file, Booth.ZONE, signer::verify, (_, _, _) -> {});
    }

    @Test
    void theCurrentStreamIsSignedAsFarAsItHasGrown() {
        assertThat(signed(one)).isNull();
        one.ledger().signCurrent();
        assertThat(kept(one).n()).isEqualTo(3);
        assertThat(kept(one).root()).isEqualTo(one.ledger().root(stream, 3));
        assertThat(kept(one).isBy(one.ledger().currentStream(), Booth.signer())).isTrue();

        one.enter("29A00009");
        assertThat(verify(one).unsigned()).isEqualTo(1);
        one.ledger().signCurrent();
        assertThat(kept(one).n()).isEqualTo(4);
        assertThat(verify(one).unsigned()).isZero();
        assertThat(verify(one).findings()).isEmpty();
    }

    @Test
    void whatACrashLeftUnsignedIsSignedAtTheNextStart() {
        one.restart();
        assertThat(signed(one)).isNull();
        one.ledger().signEarlier();
        assertThat(kept(one).n()).isEqualTo(3);
        one.restart();
        assertThat(kept(one).n()).as("kept").isEqualTo(3);
    }

    @Test
    void aPeerKeepsItOnceItHoldsSoMuchAndGivesItOn() {
        one.ledger().signCurrent();
        SignedHead head = kept(one);
        try (Booth two = new Booth(folder, "central-2");
                Booth three = new Booth(folder, "central-3")) {
            assertThat(two.ledger().keep(head)).as("comes again").isTrue();
            assertThat(signed(two)).isNull();
            two.pull(one, 10);
            assertThat(two.ledger().keep(head)).isTrue();
            assertThat(signed(two)).isEqualTo(head);

            Page page = two.ledger().page(stream, 1, 2, 9, 99_999);
            assertThat(page.n()).as("proven in the tree that was signed").isEqualTo(3);
            assertThat(page.root()).isEqualTo(head.root());
            assertThat(page.sig()).isEqualTo(head.sig());
            three.pull(two, 1);
            assertThat(three.held(stream)).isEqualTo(3);
        }
    }

    @Test
    void aWrongSignatureOrAnotherRootIsNotKept() {
        try (Booth two = new Booth(folder, "central-2")) {
            two.pull(one, 10);
            Hash root = one.ledger().root(stream, 3);
            SignedHead forged = SignedHead.sign(stream, 3, root, Booth.signer());
            assertThat(two.ledger().keep(forged)).isFalse();
            assertThat(signed(two)).isNull();

            one.ledger().signCurrent();
            SignedHead good = kept(one);
            var moved = new SignedHead(stream, 2, good.root(), good.sig());
            assertThat(two.ledger().keep(moved)).isFalse();
            assertThat(signed(two)).isNull();
        }
    }

    @Test
    void verifyNamesAnOldEventThatWasChangedWithAllItsHashes() throws SQLException {
        one.ledger().signCurrent();
        assertThat(signed(one)).isNotNull();
        HandMade.change(
                one.file, "UPDATE stream SET signed_root = zeroblob(32) WHERE signed_n = 3");
        assertThat(verify(one).findings())
                .extracting(Finding::kind)
                .containsOnly(Finding.Kind.SIGNATURE);
    }

    @Test
    void aWithdrawalDropsTheHeadThatSpeaksOfWhatIsGone() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("clone"));
        try (Booth clone = new Booth(elsewhere, "central-1")) {
            clone.enter("29A00000");
            clone.enter("51H00001");
            one.ledger().signCurrent();
            assertThat(kept(one).n()).isEqualTo(3);
            one.meet(clone);
            assertThat(signed(one)).isNull();
            assertThat(one.held(stream)).isEqualTo(2);
        }
    }

    @Test
    void anotherKeyOfACentralIsToldAndNotRefused() {
        try (Booth two = new Booth(folder, "central-2")) {
            two.pull(one, 10);
            assertThat(two.ledger().holdings().otherKeys()).isEmpty();

            // the same booth with a new key: it was installed anew
            var other = StreamDescriptor.mint(new StreamId(9, 9), one.central, 1, Booth.signer());
            var event = one.page(stream, 1, 1).events().getFirst().event();
            var again =
                    new LedgerEvent(
                            other.stream(),
                            1,
                            Merkle.firstId(other.stream(), 1),
                            "later-kind",
                            event.src(),
                            event.central(),
                            event.hlc(),
                            event.wallMs(),
                            event.payload());
            Arrival page = HandMade.page(other, List.of(again), 1, 1);
            assertThat(two.ledger().merge(page).join().merged()).isEqualTo(1);
            assertThat(two.ledger().holdings().otherKeys()).containsExactly(other);
            two.restart();
            assertThat(two.ledger().holdings().otherKeys()).containsExactly(other);
        }
    }

    @Test
    void aPeerThatClaimsMoreOfTheCurrentStreamMakesItBeginANewOne() {
        one.ledger().heard(new StreamHead(stream, 4, Hash.parse("ab".repeat(32))));
        await().until(() -> !one.ledger().currentStream().stream().equals(stream));
        one.enter("29A00007");
        assertThat(one.held(stream)).isEqualTo(3);
    }
}
