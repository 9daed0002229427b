package dev.gatehouse.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Against sets of single numbers. */
class RangesTest {
    private static final int LAST = 40;

    private static Ranges of(Set<Integer> numbers) {
        Ranges ranges = Ranges.EMPTY;
        for (int number : numbers) {
            ranges = ranges.plus(number);
        }
        return ranges;
    }

    private static Set<Integer> numbers(Ranges ranges) {
        var numbers = new TreeSet<Integer>();
        for (Ranges.Interval interval : ranges.intervals()) {
            for (long n = interval.from(); n <= interval.to(); n++) {
                assertThat(numbers.add((int) n)).isTrue();
            }
        }
        return numbers;
    }

    @Property
    void everyOperationIsThatOfSets(
            @ForAll @Size(max = 30) Set<@IntRange(max = LAST) Integer> a,
            @ForAll @Size(max = 30) Set<@IntRange(max = LAST) Integer> b) {
        var both = new TreeSet<>(a);
        both.addAll(b);
        var rest = new TreeSet<>(a);
        rest.removeAll(b);
        var common = new TreeSet<>(a);
        common.retainAll(b);

        assertThat(numbers(of(a))).isEqualTo(new TreeSet<>(a));
        assertThat(Ranges.of(a.stream().mapToLong(n -> n))).isEqualTo(of(a));
        assertThat(numbers(of(a).plus(of(b)))).isEqualTo(both);
        assertThat(numbers(of(a).minus(of(b)))).isEqualTo(rest);
        assertThat(numbers(of(a).and(of(b)))).isEqualTo(common);
        assertThat(of(a).count()).isEqualTo(a.size());
        assertThat(of(a).isEmpty()).isEqualTo(a.isEmpty());
    }

    @Property
    void everyQuestionIsAnsweredAsBySets(
            @ForAll @Size(max = 30) Set<@IntRange(max = LAST) Integer> set,
            @ForAll @IntRange(max = LAST) int from,
            @ForAll @IntRange(max = LAST) int count) {
        var asked = new TreeSet<Integer>();
        for (int n = from; n <= from + count; n++) {
            asked.add(n);
        }
        Ranges ranges = of(set);
        assertThat(ranges.contains(from)).isEqualTo(set.contains(from));
        assertThat(ranges.containsAll(from, from + count)).isEqualTo(set.containsAll(asked));
        asked.retainAll(set);
        assertThat(ranges.intersects(from, from + count)).isEqualTo(!asked.isEmpty());
        if (!set.isEmpty()) {
            assertThat(ranges.last()).isEqualTo((long) new TreeSet<>(set).getLast());
            assertThat(ranges.first().from()).isEqualTo((long) new TreeSet<>(set).getFirst());
        }
    }

    @Property
    void oneSetHasOneForm(
            @ForAll @Size(max = 30) List<@IntRange(max = LAST) Integer> numbers,
            @ForAll @IntRange(max = 20) int intervals) {
        Ranges one = of(new TreeSet<>(numbers));
        Ranges other = Ranges.EMPTY;
        for (int number : numbers.reversed()) {
            other = Ranges.of(number, number).plus(other);
        }
        assertThat(other).isEqualTo(one).hasSameHashCodeAs(one);
        assertThat(Ranges.of(one.intervals())).isEqualTo(one);
        assertThat(Ranges.parse(one.toString())).isEqualTo(one);
        assertThat(one.lowest(intervals).intervals())
                .isEqualTo(one.intervals().stream().limit(intervals).toList());
        for (int i = 1; i < one.size(); i++) {
            assertThat(one.intervals().get(i).from())
                    .as("no two touch")
                    .isGreaterThan(one.intervals().get(i - 1).to() + 1);
        }
    }

    @Test
    void peopleCanReadIt() {
        Ranges ranges = Ranges.of(7, 12).plus(3).plus(13).plus(Ranges.of(20, 21));
        assertThat(ranges).hasToString("3,7-13,20-21");
        assertThat(Ranges.EMPTY).hasToString("");
        assertThat(ranges.size()).isEqualTo(3);
        assertThat(Ranges.of(5, 4)).isEqualTo(Ranges.EMPTY);
    }

    @Test
    void aMillionNumbersAreOneInterval() {
        Ranges many = Ranges.of(1, 1_000_000).minus(Ranges.of(500, 500));
        assertThat(many.size()).isEqualTo(2);
        assertThat(many.count()).isEqualTo(999_999);
    }

    @Test
    void whatIsNoRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Ranges.of(-1, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Ranges.of(1, Long.MAX_VALUE));
        for (String wrong : List.of("a", "1,", "5-3", "-2", "1--2", " 1")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Ranges.parse(wrong));
        }
        assertThatIllegalStateException().isThrownBy(Ranges.EMPTY::first);
        assertThatIllegalStateException().isThrownBy(Ranges.EMPTY::last);
    }
}
