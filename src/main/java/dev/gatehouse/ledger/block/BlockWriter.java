package dev.gatehouse.ledger.block;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.LedgerEvent;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Lays out a block's body. */
final class BlockWriter {
    private final List<LedgerEvent> events;
    private final List<Group> groups = new ArrayList<>();
    private final int[] groupOf;
    private final Map<String, Integer> centrals = new LinkedHashMap<>();

    /** Events of one shape: their rows in the block, and where the fields of each lie. */
    private static final class Group {
        private final Form form;
        private final LedgerEvent like;
        private final byte[][] keys;
        private final List<LedgerEvent> events = new ArrayList<>();
        private final List<int[]> places = new ArrayList<>();

        Group(Form form, LedgerEvent like, byte[][] keys) {
            this.form = form;
            this.like = like;
            this.keys = keys;
        }

        boolean fits(Form form, LedgerEvent event, FlatPayload flat) {
            if (form != this.form
                    || !event.kind().equals(like.kind())
                    || event.src() != like.src()
                    || !event.central().equals(like.central())) {
                return false;
            }
            if (form != Form.FLAT) {
                return true;
            }
            boolean same = flat.fields() == keys.length;
            byte[] in = event.payload().bytes();
            for (int i = 0; same && i < keys.length; i++) {
                same =
                        Arrays.equals(
                                in, flat.keyFrom(i), flat.keyTo(i), keys[i], 0, keys[i].length);
            }
            return same;
        }
    }

    private BlockWriter(List<LedgerEvent> events) {
        this.events = events;
        this.groupOf = new int[events.size()];
    }

    static byte[] body(List<LedgerEvent> events) {
        require(events);
        var writer = new BlockWriter(events);
        writer.group();
        return writer.write();
    }

    private static void require(List<LedgerEvent> events) {
        int count = events.size();
        if (count < 1 || count > Limits.EVENTS) {
            throw new IllegalArgumentException(
                    count + " events: expected 1 to " + Limits.EVENTS + " for a block");
        }
        long first = events.getFirst().seq();
        long last = first + count - 1;
        if (first < 1
                || first > Limits.LAST_SEQ
                || (first - 1) / Limits.EVENTS != (last - 1) / Limits.EVENTS) {
            throw new IllegalArgumentException(
                    "events " + first + " to " + last + " do not lie in one span");
        }
        long total = 0;
        for (int i = 0; i < count; i++) {
            LedgerEvent event = events.get(i);
            if (event.seq() != first + i || !event.stream().equals(events.getFirst().stream())) {
                throw new IllegalArgumentException(
                        "event " + event.seq() + " does not continue its block");
            }
            if (event.hlc().value() < 0) {
                throw new IllegalArgumentException("event " + event.seq() + ": no such clock");
            }
            if (event.kind().isEmpty()
                    || event.kind().length() > Limits.KIND
                    || event.payload().length() > Limits.PAYLOAD) {
                throw new IllegalArgumentException(
                        "event " + event.seq() + ": its kind or payload is too long for a block");
            }
            total += event.payload().length();
        }
        if (total > Limits.PAYLOADS) {
            throw new IllegalArgumentException(
                    "payloads of " + total + " bytes, at most " + Limits.PAYLOADS + " in a block");
        }
    }

    private void group() {
        events.forEach(event -> name(event.central().value())); // these must have room
        var flat = new FlatPayload();
        for (int row = 0; row < groupOf.length; row++) {
            LedgerEvent event = events.get(row);
            Form form =
                    event.erased()
                            ? Form.ERASED
                            : flat.split(event.payload().bytes()) ? Form.FLAT : Form.WHOLE;
            int at = 0;
            while (at < groups.size() && !groups.get(at).fits(form, event, flat)) {
                at++;
            }
            if (at == groups.size()) {
                groups.add(new Group(form, event, keys(form, event, flat)));
            }
            groupOf[row] = at;
            groups.get(at).events.add(event);
            groups.get(at).places.add(places(form, flat));
            if (form == Form.FLAT) {
                nameCentrals(event.payload().bytes(), flat);
            }
        }
    }

    private static byte[][] keys(Form form, LedgerEvent event, FlatPayload flat) {
        var keys = new byte[form == Form.FLAT ? flat.fields() : 0][];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = Arrays.copyOfRange(event.payload().bytes(), flat.keyFrom(i), flat.keyTo(i));
        }
        return keys;
    }

    private static int[] places(Form form, FlatPayload flat) {
        var places = new int[form == Form.FLAT ? 2 * flat.fields() : 0];
        for (int i = 0; i < places.length / 2; i++) {
            places[2 * i] = flat.valueFrom(i);
            places[2 * i + 1] = flat.valueTo(i);
        }
        return places;
    }

    private void name(String central) {
        if (centrals.size() < Limits.CENTRALS) {
            centrals.putIfAbsent(central, centrals.size());
        }
    }

    /** Notes the centrals in the texts {@code central_ms_tail}, of which there are a few. */
    private void nameCentrals(byte[] in, FlatPayload flat) {
        for (int i = 0; i < flat.fields(); i++) {
            int from = flat.valueFrom(i) + 1;
            int to = flat.valueTo(i) - 1;
            int end = from;
            while (end < to && end - from <= Limits.CENTRAL && in[end] != '_') {
                end++;
            }
            int behind = end + 1 + Limits.NAMED_DIGITS;
            if (Scalars.isString(in, from - 1, to) && behind < to && in[behind] == '_') {
                var central = new String(in, from, end - from, StandardCharsets.UTF_8);
                if (!centrals.containsKey(central) && CentralId.isValid(central)) {
                    name(central);
                }
            }
        }
    }

    private byte[] write() {
        var out = new BlockOutput();
        LedgerEvent first = events.getFirst();
        out.put(first.stream().bytes());
        out.number(first.seq());
        out.number(events.size());
        out.number(centrals.size());
        centrals.keySet().forEach(out::text);
        out.number(groups.size());
        for (Group group : groups) {
            shape(group, out);
        }
        for (int group : groupOf) {
            out.number(group);
        }
        times(out);
        ids(out);
        for (Group group : groups) {
            payloads(group, out);
        }
        return out.bytes();
    }

    private void shape(Group group, BlockOutput out) {
        out.put(group.form.ordinal());
        out.text(group.like.kind());
        out.put(group.like.src().code().charAt(0));
        out.number(Objects.requireNonNull(centrals.get(group.like.central().value())));
        if (group.form == Form.FLAT) {
            out.number(group.keys.length);
            for (byte[] key : group.keys) {
                out.number(key.length);
                out.put(key);
            }
        }
    }

    private void times(BlockOutput out) {
        long last = 0;
        for (LedgerEvent event : events) {
            out.signed(event.hlc().ms() - last);
            last = event.hlc().ms();
        }
        for (LedgerEvent event : events) {
            out.number(event.hlc().value() % Limits.COUNTER);
        }
        for (LedgerEvent event : events) {
            out.signed(event.wallMs() - event.hlc().ms());
        }
    }

    private void ids(BlockOutput out) {
        var firstIds = new Leaves(events.getFirst().stream());
        var own = new ArrayList<EventId>();
        var gaps = new ArrayList<Integer>();
        int last = -1;
        for (int row = 0; row < groupOf.length; row++) {
            EventId id = events.get(row).id();
            if (!id.equals(firstIds.firstId(events.get(row).seq()))) {
                own.add(id);
                gaps.add(row - last - 1);
                last = row;
            }
        }
        out.number(own.size());
        gaps.forEach(out::number);
        own.forEach(id -> out.put(id.bytes()));
    }

    private void payloads(Group group, BlockOutput out) {
        switch (group.form) {
            case FLAT -> new ColumnWriter(centrals, cells(group), group.events.size()).write(out);
            case WHOLE -> {
                group.events.forEach(event -> out.number(event.payload().length()));
                group.events.forEach(event -> out.put(event.payload().bytes()));
            }
            case ERASED -> group.events.forEach(event -> out.put(event.payload().bytes()));
        }
    }

    private static ColumnWriter.Cells[] cells(Group group) {
        int count = group.events.size();
        var in = new byte[count][];
        var ms = new long[count];
        for (int i = 0; i < count; i++) {
            in[i] = group.events.get(i).payload().bytes();
            ms[i] = group.events.get(i).hlc().ms();
        }
        var fields = new ColumnWriter.Cells[group.keys.length];
        for (int field = 0; field < fields.length; field++) {
            var from = new int[count];
            var to = new int[count];
            for (int i = 0; i < count; i++) {
                from[i] = group.places.get(i)[2 * field];
                to[i] = group.places.get(i)[2 * field + 1];
            }
            fields[field] = new ColumnWriter.Cells(in, from, to, ms);
        }
        return fields;
    }
}
