package dev.gatehouse.ledger.hash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Hash;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

class HeadMapTest {
    private static StreamHead head(long stream, long n) {
        var id = new StreamId(stream << 54, stream);
        return new StreamHead(id, n, new Hash(stream, n, 3, 4));
    }

    private static HeadMap of(List<StreamHead> heads) {
        var map = new HeadMap();
        heads.forEach(map::put);
        return map;
    }

    @Property
    void equalHeadsInAnyOrderHaveOneTop(
            @ForAll @Size(max = 40) List<Byte> streams, @ForAll Random random) {
        var heads = new ArrayList<StreamHead>();
        streams.stream().distinct().forEach(s -> heads.add(head(s, 1 + (s & 7))));
        HeadMap one = of(heads);
        Collections.shuffle(heads, random);
        HeadMap other = new HeadMap();
        heads.forEach(head -> other.put(new StreamHead(head.stream(), 99, head.root())));
        assertThat(other.top()).isNotNull(); // it was computed in between, and is not kept
        heads.forEach(other::put);

        assertThat(other.top()).isEqualTo(one.top());
        assertThat(other.bucketHashes()).isEqualTo(one.bucketHashes());
        assertThat(other.all()).isEqualTo(one.all());
        assertThat(other.events()).isEqualTo(one.events());
        assertThat(other.streams()).isEqualTo(heads.size());
    }

    @Property
    void anyOtherHeadChangesTheTopAndOnlyItsBucket(
            @ForAll @Size(min = 1, max = 40) List<Byte> streams, @ForAll Random random) {
        List<StreamHead> heads = streams.stream().distinct().map(s -> head(s, 5)).toList();
        StreamHead picked = heads.get(random.nextInt(heads.size()));
        HeadMap one = of(heads);
        HeadMap other = of(heads);
        other.put(
                random.nextBoolean()
                        ? new StreamHead(picked.stream(), 6, picked.root())
                        : new StreamHead(picked.stream(), 5, Hash.parse("0".repeat(64))));

        assertThat(other.top()).isNotEqualTo(one.top());
        for (int bucket = 0; bucket < HeadMap.BUCKETS; bucket++) {
            assertThat(other.bucketHash(bucket).equals(one.bucketHash(bucket)))
                    .isEqualTo(bucket != picked.stream().bucket());
        }
    }

    @Test
    void aBucketHoldsTheStreamsWithItsFirstByteInOrder() {
        StreamHead b = new StreamHead(new StreamId(0xff00000000000002L, 1), 1, Merkle.EMPTY);
        StreamHead a = new StreamHead(new StreamId(0xff00000000000001L, 1), 1, Merkle.EMPTY);
        StreamHead elsewhere = new StreamHead(new StreamId(1, 1), 1, Merkle.EMPTY);
        HeadMap map = of(List.of(b, a, elsewhere));

        assertThat(map.bucket(255)).containsExactly(a, b);
        assertThat(map.bucket(0)).containsExactly(elsewhere);
        assertThat(map.bucket(7)).isEmpty();
    }

    @Test
    void eventsAreCountedOnceHoweverOftenAHeadMoves() {
        HeadMap map = of(List.of(head(1, 3), head(2, 4), head(1, 10), head(1, 10), head(3, 0)));

        assertThat(map.events()).isEqualTo(14);
        assertThat(map.streams()).isEqualTo(2);
        assertThat(map.n(head(1, 1).stream())).isEqualTo(10);
        assertThat(map.get(head(3, 1).stream())).isNull();
    }
}
