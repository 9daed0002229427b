package dev.gatehouse.ledger.block;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Writes the values of all fields of one shape, each field in the form that is short and quick to
 * read. Any form that gives the values back is right; the choice is no part of the format. One
 * thread.
 */
final class ColumnWriter {
    /** Values are listed once where there are at most a third as many different ones. */
    private static final int REPEATED = 3;

    /** Events of which a relation between two fields is tried before it is tried of all. */
    private static final int SAMPLE = 16;

    private static final byte[] NOTHING = {};

    private final Map<String, Integer> centrals;
    private final Cells[] fields;
    private final Mode[] modes;
    private final int count;

    /**
     * Of names: the field of their tails; of marked texts: the plain ones; -1 where there is none.
     */
    private final int[] refersTo;

    /**
     * The values of one field: where each lies in its payload.
     *
     * @param ms of their events
     */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Cells(byte[][] in, int[] from, int[] to, long[] ms) {
        boolean isString(int cell) {
            return Scalars.isString(in[cell], from[cell], to[cell]);
        }

        Slice slice(int cell) {
            return new Slice(in[cell], from[cell], to[cell]);
        }

        /** The text between the quotes. */
        Slice text(int cell) {
            return new Slice(in[cell], from[cell] + 1, to[cell] - 1);
        }
    }

    /** Bytes that are equal where their content is. */
    @SuppressWarnings("ArrayRecordComponent") // it compares them itself
    record Slice(byte[] in, int from, int to) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Slice s && Arrays.equals(in, from, to, s.in, s.from, s.to);
        }

        @Override
        public int hashCode() {
            int hash = 1;
            for (int i = from; i < to; i++) {
                hash = 31 * hash + in[i];
            }
            return hash;
        }

        int length() {
            return to - from;
        }
    }

    /**
     * @param centrals the places of those named in the block
     */
    ColumnWriter(Map<String, Integer> centrals, Cells[] fields, int count) {
        this.centrals = centrals;
        this.fields = fields;
        this.count = count;
        this.modes = new Mode[fields.length];
        this.refersTo = new int[fields.length];
        Arrays.fill(refersTo, -1);
    }

    void write(BlockOutput out) {
        var dictionaries = new Dictionary[fields.length];
        for (int i = 0; i < fields.length; i++) {
            dictionaries[i] = Dictionary.of(fields[i], count);
            modes[i] = mode(fields[i], dictionaries[i]);
        }
        for (int i = 0; i < fields.length; i++) {
            if (modes[i] == Mode.TEXT) {
                refersTo[i] = plainOf(i);
                modes[i] = refersTo[i] < 0 ? Mode.TEXT : Mode.MARKED;
            }
        }
        for (int i = 0; i < fields.length; i++) {
            if (modes[i] == Mode.NAME) {
                refersTo[i] = tailsOf(i);
            }
        }
        for (int i = 0; i < fields.length; i++) {
            out.put(modes[i].ordinal());
            switch (modes[i]) {
                case SAME -> slice(fields[i].slice(0), out);
                case DICTIONARY -> dictionaries[i].write(out);
                case TEXT -> slices(i, true, out);
                case VALUE -> slices(i, false, out);
                case HEX -> hex(fields[i], out);
                case NUMBER -> numbers(fields[i], false, out);
                case CLOCK -> numbers(fields[i], true, out);
                case NAME -> names(i, out);
                case MARKED -> marked(i, out);
            }
        }
    }

    // ---- which form

    private Mode mode(Cells cells, Dictionary dictionary) {
        if (dictionary.size() == 1) {
            return Mode.SAME;
        }
        int strings = 0;
        int names = 0;
        int whole = 0;
        for (int i = 0; i < count; i++) {
            if (cells.isString(i)) {
                strings++;
                names += Name.of(cells.text(i), centrals) == null ? 0 : 1;
            } else if (isWhole(cells, i)) {
                whole++;
            }
        }
        if (strings == count && 2 * names >= count) {
            return Mode.NAME;
        }
        if (dictionary.isShort()) {
            return Mode.DICTIONARY;
        }
        if (strings == count) {
            return isHex(cells) ? Mode.HEX : Mode.TEXT;
        }
        if (whole == count) {
            return bytes(cells, true) < bytes(cells, false) ? Mode.CLOCK : Mode.NUMBER;
        }
        return Mode.VALUE;
    }

    private static boolean isWhole(Cells cells, int cell) {
        byte first = cells.in[cell][cells.from[cell]];
        return (first == '-' || (first >= '0' && first <= '9'))
                && Scalars.isWhole(cells.in[cell], cells.from[cell], cells.to[cell]);
    }

    private static long whole(Cells cells, int cell) {
        return Scalars.whole(cells.in[cell], cells.from[cell], cells.to[cell]);
    }

    private long bytes(Cells cells, boolean clock) {
        long bytes = 0;
        for (int i = 0; i < count; i++) {
            bytes += BlockOutput.signedLength(whole(cells, i) - (clock ? cells.ms[i] : 0));
        }
        return bytes;
    }

    private boolean isHex(Cells cells) {
        int length = cells.text(0).length();
        if (length == 0 || length % 2 != 0 || length > 2 * Limits.HEX) {
            return false;
        }
        for (int i = 0; i < count; i++) {
            Slice text = cells.text(i);
            if (text.length() != length) {
                return false;
            }
            for (int at = text.from; at < text.to; at++) {
                if (Scalars.hex(text.in[at]) < 0) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The field before it whose texts, with marks between, are at least half of its texts. */
    private int plainOf(int field) {
        for (int plain = 0; plain < field; plain++) {
            if (isPlainText(plain) && 2 * markedOf(field, plain, SAMPLE) >= sample(SAMPLE)) {
                if (2 * markedOf(field, plain, count) >= count) {
                    return plain;
                }
            }
        }
        return -1;
    }

    private int sample(int most) {
        return Math.min(most, count);
    }

    private int markedOf(int field, int plain, int most) {
        int marked = 0;
        for (int i = 0; i < sample(most); i++) {
            marked += pattern(field, plain, i) == null ? 0 : 1;
        }
        return marked;
    }

    private byte @Nullable [] pattern(int field, int plain, int cell) {
        Slice of = fields[plain].text(cell);
        Slice text = fields[field].text(cell);
        return Marks.between(of.in, of.from, of.to, text.in, text.from, text.to);
    }

    /** The field whose texts are the tails of at least half of its names. */
    private int tailsOf(int field) {
        for (int tails = 0; tails < fields.length; tails++) {
            if (tails != field
                    && isPlainText(tails)
                    && 2 * tailed(field, tails, SAMPLE) >= sample(SAMPLE)) {
                if (2 * tailed(field, tails, count) >= count) {
                    return tails;
                }
            }
        }
        return -1;
    }

    private int tailed(int field, int tails, int most) {
        int tailed = 0;
        for (int i = 0; i < sample(most); i++) {
            Name name = Name.of(fields[field].text(i), centrals);
            tailed += name != null && name.tail().equals(fields[tails].text(i)) ? 1 : 0;
        }
        return tailed;
    }

    private boolean isPlainText(int field) {
        boolean kept =
                switch (modes[field]) {
                    case SAME, DICTIONARY, TEXT -> true;
                    case VALUE, HEX, NUMBER, CLOCK, NAME, MARKED -> false;
                };
        for (int i = 0; kept && i < count; i++) {
            kept = fields[field].isString(i);
        }
        return kept;
    }

    // ---- writing

    private static void slice(Slice slice, BlockOutput out) {
        out.number(slice.length());
        out.put(slice.in, slice.from, slice.to);
    }

    private static void slices(Iterable<Slice> slices, BlockOutput out) {
        slices.forEach(slice -> out.number(slice.length()));
        slices.forEach(slice -> out.put(slice.in, slice.from, slice.to));
    }

    private void slices(int field, boolean text, BlockOutput out) {
        var slices = new Slice[count];
        for (int i = 0; i < count; i++) {
            slices[i] = text ? fields[field].text(i) : fields[field].slice(i);
        }
        slices(Arrays.asList(slices), out);
    }

    private void hex(Cells cells, BlockOutput out) {
        out.number(cells.text(0).length() / 2);
        for (int i = 0; i < count; i++) {
            Slice text = cells.text(i);
            for (int at = text.from; at < text.to; at += 2) {
                out.put(Scalars.hex(text.in[at]) << 4 | Scalars.hex(text.in[at + 1]));
            }
        }
    }

    private void numbers(Cells cells, boolean clock, BlockOutput out) {
        for (int i = 0; i < count; i++) {
            out.signed(whole(cells, i) - (clock ? cells.ms[i] : 0));
        }
    }

    private void names(int field, BlockOutput out) {
        int tails = refersTo[field];
        var names = new @Nullable Name[count];
        var stored = new Slice[count];
        out.number(tails + 1);
        for (int i = 0; i < count; i++) {
            Slice text = fields[field].text(i);
            Name name = Name.of(text, centrals);
            if (name != null && tails >= 0 && !name.tail().equals(fields[tails].text(i))) {
                name = null;
            }
            names[i] = name;
            stored[i] = name == null ? text : tails < 0 ? name.tail() : new Slice(NOTHING, 0, 0);
            out.number(name == null ? 0 : name.central() + 1);
        }
        for (int i = 0; i < count; i++) {
            Name name = names[i];
            if (name != null) {
                out.signed(fields[field].ms[i] - name.ms());
            }
        }
        stored(stored, cell -> tails < 0 || names[cell] == null, out);
    }

    private static void stored(Slice[] slices, IntPredicate isStored, BlockOutput out) {
        for (int i = 0; i < slices.length; i++) {
            if (isStored.test(i)) {
                out.number(slices[i].length());
            }
        }
        for (int i = 0; i < slices.length; i++) {
            if (isStored.test(i)) {
                out.put(slices[i].in, slices[i].from, slices[i].to);
            }
        }
    }

    private void marked(int field, BlockOutput out) {
        int plain = refersTo[field];
        var patterns = new LinkedHashMap<Slice, Integer>();
        var stored = new Slice[count];
        var codes = new int[count];
        for (int i = 0; i < count; i++) {
            byte[] pattern = pattern(field, plain, i);
            var key = pattern == null ? null : new Slice(pattern, 0, pattern.length);
            if (key != null && patterns.size() < Limits.PATTERNS) {
                patterns.putIfAbsent(key, patterns.size());
            }
            Integer code = key == null ? null : patterns.get(key);
            codes[i] = code == null ? 0 : code + 1;
            stored[i] = fields[field].text(i);
        }
        out.number(plain);
        out.number(patterns.size());
        for (Slice pattern : patterns.keySet()) {
            out.number(pattern.length() / 2);
            out.put(pattern.in);
        }
        for (int code : codes) {
            out.number(code);
        }
        stored(stored, cell -> codes[cell] == 0, out);
    }

    /** A text {@code central_ms_tail} of a central that the block names. */
    private record Name(int central, long ms, Slice tail) {
        static @Nullable Name of(Slice text, Map<String, Integer> centrals) {
            int first = text.from;
            int last = Math.min(text.to, first + Limits.CENTRAL + 1);
            while (first < last && text.in[first] != '_') {
                first++;
            }
            int second = first + 1 + Limits.NAMED_DIGITS;
            if (first == last || second >= text.to || text.in[second] != '_') {
                return null;
            }
            for (int i = first + 1; i < second; i++) {
                if (text.in[i] < '0' || text.in[i] > '9') {
                    return null;
                }
            }
            Integer central = centrals.get(textOf(text, first));
            return central == null || text.in[first + 1] == '0'
                    ? null
                    : new Name(
                            central,
                            Scalars.whole(text.in, first + 1, second),
                            new Slice(text.in, second + 1, text.to));
        }
    }

    private static String textOf(Slice text, int end) {
        return new String(text.in, text.from, end - text.from, StandardCharsets.UTF_8);
    }

    /** The different values of a field, as far as they are few. */
    private static final class Dictionary {
        private final Map<Slice, Integer> places = new LinkedHashMap<>();
        private final int[] codes;
        private boolean isShort = true;

        private Dictionary(int count) {
            this.codes = new int[count];
        }

        static Dictionary of(Cells cells, int count) {
            var dictionary = new Dictionary(count);
            int most = Math.max(1, count / REPEATED);
            for (int i = 0; i < count && dictionary.isShort; i++) {
                dictionary.codes[i] =
                        dictionary.places.computeIfAbsent(
                                cells.slice(i), _ -> dictionary.places.size());
                dictionary.isShort = dictionary.places.size() <= most;
            }
            return dictionary;
        }

        int size() {
            return isShort ? places.size() : Integer.MAX_VALUE;
        }

        boolean isShort() {
            return isShort;
        }

        void write(BlockOutput out) {
            out.number(places.size());
            slices(places.keySet(), out);
            for (int code : codes) {
                out.number(code);
            }
        }
    }
}
