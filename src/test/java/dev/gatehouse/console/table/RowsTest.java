package dev.gatehouse.console.table;

import static org.assertj.core.api.Assertions.assertThat;

import javafx.collections.ListChangeListener;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.UniqueElements;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** What a table is told when its rows are replaced. */
class RowsTest {
    private static Rows<Integer> rows(List<Integer> first) {
        var rows = new Rows<Integer>();
        rows.setAll(first);
        return rows;
    }

    @Property
    void whoFollowsTheChangesHasTheSameRows(
            @ForAll @UniqueElements List<@IntRange(max = 30) Integer> before,
            @ForAll @UniqueElements List<@IntRange(max = 30) Integer> after) {
        var followed = new ArrayList<>(before);
        var rows = rows(before);
        rows.addListener(
                (ListChangeListener<Integer>)
                        change -> {
                            while (change.next()) {
                                assertThat(change.wasPermutated()).isFalse();
                                int from = change.getFrom();
                                var gone = followed.subList(from, from + change.getRemovedSize());
                                assertThat(List.copyOf(gone)).isEqualTo(change.getRemoved());
                                gone.clear();
                                followed.addAll(from, change.getAddedSubList());
                            }
                        });
        rows.setAll(after);
        assertThat(rows).isEqualTo(after);
        assertThat(followed).isEqualTo(after);
    }

    @Test
    void newRowsAtTheTopAndOldOnesOffTheEndLeaveTheRestAlone() {
        var rows = rows(List.of(5, 4, 3, 2, 1));
        var told = new ArrayList<String>();
        rows.addListener(
                (ListChangeListener<Integer>)
                        change -> {
                            while (change.next()) {
                                told.add("+" + change.getAddedSubList());
                                told.add("-" + change.getRemoved());
                            }
                        });
        rows.setAll(List.of(8, 6, 5, 4, 3));
        assertThat(told).containsExactly("+[8, 6]", "-[]", "+[]", "-[2, 1]");
    }
}
