package dev.gatehouse.ledger.store;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

class PersistentMapTest {
    @Property
    void itIsASortedMapAndItsPastsStayWhatTheyWere(
            @ForAll @Size(max = 120) List<@IntRange(min = -50, max = 50) Integer> steps,
            @ForAll @IntRange(min = -2, max = 52) int bound) {
        var map = new PersistentMap<Integer, Integer>();
        var model = new TreeMap<Integer, Integer>();
        var pasts = new ArrayList<PersistentMap<Integer, Integer>>();
        var models = new ArrayList<TreeMap<Integer, Integer>>();
        for (int i = 0; i < steps.size(); i++) {
            int step = steps.get(i);
            if (step < 0) {
                map = map.remove(-step);
                model.remove(-step);
            } else {
                map = map.put(step, i);
                model.put(step, i);
            }
            pasts.add(map);
            models.add(new TreeMap<>(model));
        }
        for (int i = 0; i < pasts.size(); i++) {
            isLike(pasts.get(i), models.get(i), bound);
        }
    }

    private static void isLike(
            PersistentMap<Integer, Integer> map, NavigableMap<Integer, Integer> model, int bound) {
        assertThat(map.size()).isEqualTo(model.size());
        assertThat(map.get(bound)).isEqualTo(model.get(bound));
        assertThat(entries(map.upwards())).isEqualTo(List.copyOf(model.entrySet()));
        assertThat(entries(map.downwards()))
                .isEqualTo(List.copyOf(model.descendingMap().entrySet()));
        assertThat(entries(map.from(bound)))
                .isEqualTo(List.copyOf(model.tailMap(bound).entrySet()));
        assertThat(entries(map.below(bound)))
                .isEqualTo(List.copyOf(model.headMap(bound, false).descendingMap().entrySet()));
        for (var node : map.upwards()) {
            assertThat(Math.abs(height(node.left()) - height(node.right()))).isLessThanOrEqualTo(1);
        }
    }

    private static int height(PersistentMap.@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height();
    }

    private static List<Map.Entry<Integer, Integer>> entries(
            Iterable<PersistentMap.Node<Integer, Integer>> nodes) {
        var entries = new ArrayList<Map.Entry<Integer, Integer>>();
        nodes.forEach(node -> entries.add(Map.entry(node.key(), node.value())));
        return entries;
    }
}
