package dev.gatehouse.ledger.store;

import dev.gatehouse.ledger.block.Block;
import dev.gatehouse.ledger.block.Shape;
import dev.gatehouse.ledger.codec.PlainValues;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The values of one event of a block after the other; one thread. */
final class BlockValues implements PlainValues {
    /** Values of one field that are kept, of those that have a short list. */
    private static final int KEPT = 256;

    /**
     * What the events of one shape have in common.
     *
     * @param places where each field lies
     * @param known by field and code: the values that were read
     */
    private record Form(Map<String, Integer> places, Map<Integer, Object> known) {
        static Form of(Shape shape) {
            Map<String, Integer> places = new HashMap<>();
            shape.fields().forEach(field -> places.put(field, places.size()));
            return new Form(places, new HashMap<>());
        }
    }

    private final Block block;
    private final List<Form> forms;
    private int row;

    BlockValues(Block block) {
        this.block = block;
        this.forms = block.shapes().stream().map(Form::of).toList();
    }

    /**
     * Goes to an event.
     *
     * @return false where its payload does not lie by fields
     */
    boolean at(int event) {
        row = event;
        return block.shape(event).flat();
    }

    @Override
    public @Nullable Object value(String field) {
        Form form = forms.get(block.shapeOf(row));
        Integer place = form.places().get(field);
        if (place == null) {
            return null;
        }
        int code = block.code(row, place);
        if (code < 0 || code >= KEPT) {
            return read(place);
        }
        return form.known().computeIfAbsent(place * KEPT + code, _ -> read(place));
    }

    private Object read(int place) {
        Object value = block.value(row, place);
        return value == null ? NOTHING : value;
    }
}
