package dev.gatehouse.api;

import tools.jackson.core.JsonToken;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fields of one object, put together from the parts of a form in which they came. */
final class FoundFields {
    /** The object inside an event; its fields stand beside the others where a form is flat. */
    private static final String DATA = "data";

    private final Set<String> wanted;
    private final Map<String, Body.Value> fields = new HashMap<>();
    private final Map<String, Body.Value> data = new HashMap<>();
    private boolean nothing = true;

    /**
     * @param wanted names of the fields to keep
     */
    FoundFields(Set<String> wanted) {
        this.wanted = wanted;
    }

    Set<String> wanted() {
        return wanted;
    }

    /** Whether no part held anything that is wanted. */
    boolean isEmpty() {
        return nothing;
    }

    /** Whether a part of that name may hold the object of that field, and not the whole. */
    boolean isObject(String name) {
        return name.equals(DATA) && wanted.contains(DATA);
    }

    /**
     * Takes a part that is JSON.
     *
     * @param name of the part
     */
    void object(String name, Body object) {
        nothing = false;
        boolean isItself = isObject(name) && !object.fields().containsKey(DATA);
        if (isItself) {
            object.fields().forEach((field, value) -> put(data, DATA + ".", field, value));
        } else {
            object.fields().forEach(this::whole);
        }
    }

    private void whole(String field, Body.Value value) {
        Body inner = value.object();
        if (isObject(field) && inner != null) {
            inner.fields().forEach((name, one) -> put(data, DATA + ".", name, one));
        } else if (wanted.contains(field)) {
            put(fields, "", field, value);
        }
    }

    /** Takes a part that is a plain field. */
    void field(String name, String text) {
        var value = new Body.Value(JsonToken.VALUE_STRING, text, null, List.of());
        if (wanted.contains(name) && !isObject(name)) {
            nothing = false;
            put(fields, "", name, value);
        } else if (wanted.contains(DATA)) {
            put(data, DATA + ".", inData(name), value);
        }
    }

    /** {@code data.plate_text} and {@code data[plate_text]} as forms name what is inside. */
    private static String inData(String name) {
        if (name.startsWith(DATA + ".")) {
            return name.substring(DATA.length() + 1);
        }
        return name.startsWith(DATA + "[") && name.endsWith("]")
                ? name.substring(DATA.length() + 1, name.length() - 1)
                : name;
    }

    private static void put(
            Map<String, Body.Value> fields, String path, String name, Body.Value value) {
        Body.Value before = fields.putIfAbsent(name, value);
        if (before != null && !before.equals(value)) {
            throw new Problem(
                    400, "BAD_FIELD", path + name + ": given twice, expected one value for it");
        }
    }

    /** All of them. */
    Body body() {
        var all = new HashMap<>(fields);
        if (!data.isEmpty()) {
            var object = new Body(DATA + ".", Map.copyOf(data));
            all.putIfAbsent(
                    DATA, new Body.Value(JsonToken.START_OBJECT, "an object", object, List.of()));
        }
        return new Body("", Map.copyOf(all));
    }
}
