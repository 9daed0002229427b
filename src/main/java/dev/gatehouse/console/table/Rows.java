package dev.gatehouse.console.table;

import javafx.collections.ModifiableObservableListBase;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The rows of a table, replaced as a whole again and again. It says which rows came and which went,
 * where JavaFX' own lists say that all are others: at that a table empties its cells, fills them
 * anew and looks up the style of each, four times a second. FX thread only.
 *
 * @param <T> a row
 */
final class Rows<T> extends ModifiableObservableListBase<T> {
    private List<T> held = new ArrayList<>();

    @Override
    public T get(int index) {
        return held.get(index);
    }

    @Override
    public int size() {
        return held.size();
    }

    @Override
    protected void doAdd(int index, T row) {
        held.add(index, row);
    }

    @Override
    protected T doSet(int index, T row) {
        return held.set(index, row);
    }

    @Override
    protected T doRemove(int index) {
        return held.remove(index);
    }

    @Override
    public boolean setAll(Collection<? extends T> rows) {
        List<T> before = held;
        List<T> next = new ArrayList<>(rows);
        beginChange();
        held = next;
        report(before, next);
        endChange();
        return true;
    }

    /** Right for any two lists, and short where those in both have kept their order. */
    private void report(List<T> before, List<T> next) {
        Set<T> staying = Set.of();
        int from = 0;
        int to = 0;
        while (from < before.size() || to < next.size()) {
            if (from == before.size()) {
                nextAdd(to, next.size());
                return;
            }
            if (to == next.size()) {
                nextRemove(to, before.subList(from, before.size()));
                return;
            }
            if (before.get(from).equals(next.get(to))) {
                from++;
                to++;
                continue;
            }
            int again = to + next.subList(to, next.size()).indexOf(before.get(from));
            if (again > to) {
                nextAdd(to, again);
                to = again;
                continue;
            }
            if (staying.isEmpty()) {
                staying = new HashSet<>(next); // seldom: what goes is the end, as a rule
            }
            int gone = from;
            do {
                from++;
            } while (from < before.size() && !staying.contains(before.get(from)));
            nextRemove(to, before.subList(gone, from));
        }
    }
}
