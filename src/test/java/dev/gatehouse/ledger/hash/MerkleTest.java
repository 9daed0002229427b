package dev.gatehouse.ledger.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Ranges;
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
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
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
        LEAVES.subList(0, n).forEach(leaf -> frontier.append(leaf, Frontier.Nodes.NONE));
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
    void theStoredNodesComeWithTheirLastLeafAndStandForAllBelow() {
        Frontier byLeaves = new Frontier();
        Map<Integer, Frontier> byNodes = Map.of(5, new Frontier(), 10, new Frontier());
        for (int i = 0; i < 3_072; i++) {
            int last = i;
            var levels = new ArrayList<Integer>();
            byLeaves.append(
                    LEAVES.get(i),
                    (level, at, hash) -> {
                        levels.add(level);
                        int leaves = 1 << level;
                        assertThat(at).isEqualTo(last / leaves);
                        assertThat(hash)
                                .isEqualTo(naive(LEAVES.subList(last + 1 - leaves, last + 1)));
                        Frontier edge = Objects.requireNonNull(byNodes.get(level));
                        edge.append(level, hash);
                        assertThat(edge.size()).isEqualTo(last + 1);
                        assertThat(edge.peaks())
                                .as("the same edge, by whichever way")
                                .isEqualTo(edge(last + 1).peaks());
                    });
            assertThat(levels)
                    .isEqualTo(
                            IntStream.of(5, 10)
                                    .filter(l -> (last + 1) % (1 << l) == 0)
                                    .boxed()
                                    .toList());
        }
    }

    private static Frontier edge(int n) {
        Frontier frontier = new Frontier();
        LEAVES.subList(0, n).forEach(leaf -> frontier.append(leaf, Frontier.Nodes.NONE));
        return frontier;
    }

    private static List<Hash> leaves(Ranges numbers) {
        var leaves = new ArrayList<Hash>();
        for (Ranges.Interval interval : numbers.intervals()) {
            leaves.addAll(LEAVES.subList((int) interval.from() - 1, (int) interval.to()));
        }
        return leaves;
    }

    private static Ranges anyOf(int n, Random random) {
        Ranges numbers = Ranges.EMPTY;
        for (int i = 1 + random.nextInt(6); i > 0; i--) {
            int from = 1 + random.nextInt(n);
            numbers = numbers.plus(Ranges.of(from, from + random.nextInt(1 + (n - from) / 3)));
        }
        return numbers;
    }

    @Test
    void everyPageOfEverySmallTreeIsProved() {
        for (int n = 1; n <= 70; n++) {
            for (int first = 1; first <= n; first++) {
                for (int last = first; last <= n; last += 1 + (last - first) / 3) {
                    Ranges page = Ranges.of(first, last);
                    PageProof.Led led =
                            PageProof.follow(n, page, leaves(page), PageProof.prove(TREE, n, page));
                    assertThat(led.root()).isEqualTo(root(n));
                    assertThat(led.left())
                            .as("what was before the page")
                            .isEqualTo(edge(first - 1).peaks());
                }
            }
        }
    }

    @Property
    void anySetOfNumbersIsProved(
            @ForAll @IntRange(min = 1, max = 200) int n, @ForAll Random random) {
        Ranges numbers = anyOf(n, random);
        List<Hash> proof = PageProof.prove(TREE, n, numbers);
        PageProof.Led led = PageProof.follow(n, numbers, leaves(numbers), proof);
        assertThat(led.root()).isEqualTo(root(n));
        assertThat(led.left()).isEqualTo(edge((int) numbers.first().from() - 1).peaks());
    }

    @Property(tries = 60)
    void aPageOfALargeTreeIsProvedWithFewHashes(@ForAll Random random) {
        int n = List.of(1_024, 2_048, 3_000).get(random.nextInt(3)) - 3 + random.nextInt(7);
        int first = 1 + random.nextInt(n);
        Ranges page = Ranges.of(first, first + random.nextInt(n - first + 1));
        List<Hash> proof = PageProof.prove(TREE, n, page);
        assertThat(proof).hasSizeLessThanOrEqualTo(24);
        assertThat(PageProof.follow(n, page, leaves(page), proof).root()).isEqualTo(root(n));
    }

    @Test
    void aThousandInARowOfAHundredThousandNeedThirteenHashesAndEightHundredScatteredSixToOne() {
        PageProof.Subtrees anyTree = (_, _) -> Merkle.EMPTY;
        int fewest = Integer.MAX_VALUE;
        int most = 0;
        for (int first = 1; first <= 99_001; first += 500) {
            int hashes = PageProof.prove(anyTree, 100_000, Ranges.of(first, first + 999)).size();
            fewest = Math.min(fewest, hashes);
            most = Math.max(most, hashes);
        }
        assertThat(PageProof.prove(anyTree, 100_000, Ranges.of(50_001, 51_000))).hasSize(13);
        assertThat(fewest).isLessThanOrEqualTo(13);
        assertThat(most).isLessThanOrEqualTo(24);

        long sum = 0;
        for (int seed = 0; seed < 20; seed++) {
            var picked = new TreeSet<Integer>();
            Random random = new Random(seed);
            while (picked.size() < 800) {
                picked.add(1 + random.nextInt(100_000));
            }
            Ranges scattered =
                    Ranges.of(picked.stream().map(i -> new Ranges.Interval(i, i)).toList());
            sum += PageProof.prove(anyTree, 100_000, scattered).size();
        }
        assertThat(sum / 20).isBetween(4_800L, 5_000L);
    }

    @Property
    void whatWasTamperedWithIsNotProved(
            @ForAll @IntRange(min = 2, max = 70) int n, @ForAll Random random) {
        Ranges numbers = anyOf(n, random);
        List<Hash> leaves = leaves(numbers);
        List<Hash> proof = PageProof.prove(TREE, n, numbers);

        assertThat(proves(n, numbers, leaves, proof)).isTrue();
        for (int i = 0; i < leaves.size(); i++) {
            assertThat(proves(n, numbers, altered(leaves, i, random), proof)).isFalse();
        }
        for (int i = 0; i < proof.size(); i++) {
            assertThat(proves(n, numbers, leaves, altered(proof, i, random))).isFalse();
            var missing = new ArrayList<>(proof);
            missing.remove(i);
            assertThat(proves(n, numbers, leaves, missing)).isFalse();
        }
        assertThat(proves(n, numbers, leaves, with(proof, leaf(-1)))).isFalse();
        assertThat(proves(n, moved(numbers, 1), leaves, proof)).isFalse();
        assertThat(proves(n, moved(numbers, -1), leaves, proof)).isFalse();
        if (leaves.size() > 1) {
            assertThat(proves(n, numbers, leaves.reversed(), proof)).isFalse();
            assertThat(proves(n, numbers, leaves.subList(1, leaves.size()), proof)).isFalse();
        }
    }

    private static Ranges moved(Ranges numbers, int by) {
        return Ranges.of(
                numbers.intervals().stream()
                        .map(i -> new Ranges.Interval(i.from() + by, i.to() + by))
                        .toList());
    }

    private static boolean proves(int n, Ranges numbers, List<Hash> leaves, List<Hash> proof) {
        try {
            return PageProof.follow(n, numbers, leaves, proof).root().equals(root(n));
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
        List<Hash> three = LEAVES.subList(0, 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageProof.follow(3, Ranges.of(2, 4), three, List.of()))
                .withMessage("3 leaves at 2-4 do not fit into a tree of 3");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageProof.follow(3, Ranges.of(0, 2), three, List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PageProof.follow(3, Ranges.EMPTY, List.of(), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PageProof.follow(3, Ranges.of(1, 3), three.subList(0, 2), List.of()));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> PageProof.follow(3, Ranges.of(1, 2), three.subList(0, 2), List.of()))
                .withMessage("proof of 0 hashes is too short");
    }

    @Test
    void anErasedEventKeepsItsLeaf() {
        HashedEvent event =
                new HashedEvent(event(Blob.ofText("{\"plate_id\":\"29A12345\"}")), Merkle.EMPTY);
        LedgerEvent erased = event.erased().event();
        assertThat(Merkle.leaf(erased)).isEqualTo(Merkle.leaf(event.event()));
        assertThat(erased.payload().length()).isEqualTo(32);
        assertThat(event.erased().erased().event()).isEqualTo(erased);
    }

    private static LedgerEvent event(Blob payload) {
        return new LedgerEvent(
                new StreamId(1, 2),
                3,
                new EventId(4, 5),
                "entry",
                LedgerEvent.Source.NODE,
                new CentralId("central-1"),
                new Hlc(6),
                7,
                payload);
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
