package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.junit.jupiter.api.Test;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Against the definition of RFC 9162, section 2.1.1, written down as it stands there. */
class MerkleTest {
    private static final List<Hash> LEAVES =
            IntStream.range(0, 4_000).mapToObj(MerkleTest::leaf).toList();

    private static Hash leaf(int i) {
        return Sha256.of(ByteBuffer.allocate(4).putInt(i).array());
    }

    /** MTH of the RFC over leaves that are hashed already. */
    private static Hash naive(List<Hash> leaves) {
        if (leaves.isEmpty()) {
            return sha();
        }
        if (leaves.size() == 1) {
            return leaves.getFirst();
        }
        int k = 1;
        while (k * 2 < leaves.size()) {
            k *= 2;
        }
        return sha(
                new byte[] {1},
                naive(leaves.subList(0, k)).bytes(),
                naive(leaves.subList(k, leaves.size())).bytes());
    }

    private static Hash sha(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return Hash.of(digest.digest());
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Hash root(int n) {
        Frontier frontier = new Frontier();
        LEAVES.subList(0, n).forEach(frontier::append);
        return frontier.root();
    }

    private static final PageProof.Subtrees TREE =
            (from, to) -> naive(LEAVES.subList((int) from, (int) to));

    @Test
    void theRootIsThatOfTheRfcForEverySmallTree() {
        for (int n = 0; n <= 70; n++) {
            assertThat(root(n)).as("%d leaves", n).isEqualTo(naive(LEAVES.subList(0, n)));
        }
    }

    @Property(tries = 40)
    void theRootIsThatOfTheRfcAroundTheStoredSpans(
            @ForAll @IntRange(min = -5, max = 5) int around, @ForAll Random random) {
        int base = List.of(1_024, 2_048, 3_000).get(random.nextInt(3));
        assertThat(root(base + around)).isEqualTo(naive(LEAVES.subList(0, base + around)));
    }

    @Test
    void theNodeAboveEachSpanComesWithItsLastLeafAndStandsForThemAll() {
        Frontier byLeaves = new Frontier();
        Frontier bySpans = new Frontier();
        for (int i = 0; i < 3_072; i++) {
            Hash span = byLeaves.append(LEAVES.get(i));
            if ((i + 1) % Merkle.STORED_SPAN == 0) {
                assertThat(span).isEqualTo(naive(LEAVES.subList(i - 1_023, i + 1)));
                bySpans.appendSpan(naive(LEAVES.subList(i - 1_023, i + 1)));
                assertThat(bySpans.root()).isEqualTo(byLeaves.root());
                assertThat(bySpans.size()).isEqualTo(byLeaves.size());
            } else {
                assertThat(span).isNull();
            }
        }
    }

    @Test
    void everyPageOfEverySmallTreeIsProved() {
        for (int n = 1; n <= 70; n++) {
            for (int first = 1; first <= n; first++) {
                for (int last = first; last <= n; last += 1 + (last - first) / 3) {
                    List<Hash> proof = PageProof.prove(TREE, n, first, last);
                    assertThat(PageProof.root(n, first, LEAVES.subList(first - 1, last), proof))
                            .isEqualTo(root(n));
                }
            }
        }
    }

    @Property(tries = 60)
    void aPageOfALargeTreeIsProvedWithFewHashes(@ForAll Random random) {
        int n = List.of(1_024, 2_048, 3_000).get(random.nextInt(3)) - 3 + random.nextInt(7);
        int first = 1 + random.nextInt(n);
        int last = first + random.nextInt(n - first + 1);
        List<Hash> proof = PageProof.prove(TREE, n, first, last);
        assertThat(proof).hasSizeLessThanOrEqualTo(24);
        assertThat(PageProof.root(n, first, LEAVES.subList(first - 1, last), proof))
                .isEqualTo(root(n));
    }

    @Property(tries = 300)
    void aPageThatWasTamperedWithIsNotProved(
            @ForAll @IntRange(min = 2, max = 70) int n, @ForAll Random random) {
        int first = 1 + random.nextInt(n);
        int last = first + random.nextInt(n - first + 1);
        List<Hash> leaves = LEAVES.subList(first - 1, last);
        List<Hash> proof = PageProof.prove(TREE, n, first, last);

        assertThat(proves(n, first, leaves, proof)).isTrue();
        for (int i = 0; i < leaves.size(); i++) {
            assertThat(proves(n, first, altered(leaves, i, random), proof)).isFalse();
        }
        for (int i = 0; i < proof.size(); i++) {
            assertThat(proves(n, first, leaves, altered(proof, i, random))).isFalse();
            var missing = new ArrayList<>(proof);
            missing.remove(i);
            assertThat(proves(n, first, leaves, missing)).isFalse();
        }
        assertThat(proves(n, first, leaves, with(proof, leaf(-1)))).isFalse();
        assertThat(proves(n, first + 1, leaves, proof)).isFalse();
        assertThat(proves(n, first - 1, leaves, proof)).isFalse();
        if (leaves.size() > 1) {
            assertThat(proves(n, first, leaves.reversed(), proof)).isFalse();
            assertThat(proves(n, first, leaves.subList(1, leaves.size()), proof)).isFalse();
        }
    }

    private static boolean proves(int n, int first, List<Hash> leaves, List<Hash> proof) {
        try {
            return PageProof.root(n, first, leaves, proof).equals(root(n));
        } catch (IllegalArgumentException refused) {
            return false;
        }
    }

    private static List<Hash> altered(List<Hash> hashes, int at, Random random) {
        byte[] bytes = hashes.get(at).bytes();
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        var altered = new ArrayList<>(hashes);
        altered.set(at, Hash.of(bytes));
        return altered;
    }

    private static List<Hash> with(List<Hash> hashes, Hash more) {
        return Stream.concat(hashes.stream(), Stream.of(more)).toList();
    }

    @Test
    void leavesThatDoNotFitIntoTheTreeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageProof.root(3, 2, LEAVES.subList(0, 3), List.of()))
                .withMessage("3 leaves from 2 do not fit into a tree of 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageProof.root(3, 1, List.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageProof.root(3, 1, LEAVES.subList(0, 2), List.of()))
                .withMessage("proof of 0 hashes is too short");
    }

    @Test
    void aLeafCoversEveryFieldOfItsEvent() {
        var stream = new StreamId(1, 2);
        var id = new EventId(3, 4);
        var central = new CentralId("central-1");
        var node = LedgerEvent.Source.NODE;
        var hlc = new Hlc(9);
        var payload = Blob.ofText("{}");
        List<LedgerEvent> events =
                List.of(
                        new LedgerEvent(stream, 1, id, "entry", node, central, hlc, 5, payload),
                        new LedgerEvent(
                                new StreamId(1, 3), 1, id, "entry", node, central, hlc, 5, payload),
                        new LedgerEvent(
                                new StreamId(2, 2), 1, id, "entry", node, central, hlc, 5, payload),
                        new LedgerEvent(stream, 2, id, "entry", node, central, hlc, 5, payload),
                        new LedgerEvent(
                                stream,
                                1,
                                new EventId(3, 5),
                                "entry",
                                node,
                                central,
                                hlc,
                                5,
                                payload),
                        new LedgerEvent(stream, 1, id, "exit", node, central, hlc, 5, payload),
                        new LedgerEvent(
                                stream,
                                1,
                                id,
                                "entry",
                                LedgerEvent.Source.IMPORTED,
                                central,
                                hlc,
                                5,
                                payload),
                        new LedgerEvent(
                                stream, 1, id, "entry", node, new CentralId("c"), hlc, 5, payload),
                        new LedgerEvent(
                                stream, 1, id, "entry", node, central, new Hlc(8), 5, payload),
                        new LedgerEvent(stream, 1, id, "entry", node, central, hlc, 6, payload),
                        new LedgerEvent(
                                stream, 1, id, "entry", node, central, hlc, 5, Blob.ofText("{ }")));

        Set<Hash> leaves = new HashSet<>(events.stream().map(Merkle::leaf).toList());

        assertThat(leaves).hasSize(events.size());
        assertThat(Collections.frequency(events.stream().map(Merkle::leaf).toList(), null))
                .isZero();
    }

    @Test
    void theLeafIsTheHashThatTheFormatSays() {
        LedgerEvent event =
                new LedgerEvent(
                        new StreamId(1, 2),
                        3,
                        new EventId(4, 5),
                        "entry",
                        LedgerEvent.Source.NODE,
                        new CentralId("central-1"),
                        new Hlc(6),
                        7,
                        Blob.ofText("{}"));
        byte[] fields =
                ByteBuffer.allocate(1 + 16 + 8 + 16 + 2 + 5 + 2 + 1 + 2 + 9 + 8 + 8)
                        .put((byte) 0)
                        .putLong(1)
                        .putLong(2)
                        .putLong(3)
                        .putLong(4)
                        .putLong(5)
                        .putShort((short) 5)
                        .put("entry".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .putShort((short) 1)
                        .put((byte) 'n')
                        .putShort((short) 9)
                        .put("central-1".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                        .putLong(6)
                        .putLong(7)
                        .array();
        assertThat(Merkle.leaf(event))
                .isEqualTo(
                        sha(
                                fields,
                                sha("{}".getBytes(java.nio.charset.StandardCharsets.UTF_8))
                                        .bytes()));
    }
}
