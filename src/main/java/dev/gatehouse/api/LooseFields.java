package dev.gatehouse.api;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JsonToken;

/**
 * The fields beside the plate in what a device sent. None of them is worth refusing a car: what is
 * strange is put right where its meaning is plain and otherwise left out, and the log says so.
 *
 * @param body holds them
 * @param notes is told what was made of them
 */
record LooseFields(Body body, FieldNotes notes) {
    /** Shown in no log: whoever reads it need not know who came. */
    private static final String PLATE_VIEW = "plate_view";

    /**
     * Which camera it was.
     *
     * @param id its number, null where none is given
     * @param name null where none is given
     */
    record Source(@Nullable Integer id, @Nullable String name) {}

    /** A share from 0 to 1, null where there is none. */
    @Nullable Double share(String name) {
        Body.Value value = given(name);
        if (value == null) {
            return null;
        }
        Double share = Figures.share(value);
        boolean asMeant =
                share != null
                        && value.token().isNumeric()
                        && share == Double.parseDouble(value.text());
        if (!asMeant) {
            note(name, value, share);
        }
        return share;
    }

    /** How many there were, from 0; also where nobody can tell. */
    long count(String name) {
        Body.Value value = given(name);
        if (value == null) {
            return 0;
        }
        Long count = Figures.whole(value);
        Long counted = count == null || count < 0 ? null : count;
        if (counted == null || value.token() != JsonToken.VALUE_NUMBER_INT) {
            note(name, value, counted);
        }
        return counted == null ? 0 : counted;
    }

    /**
     * A camera's number that must be there, also as a text.
     *
     * @throws Problem 400 where it is none
     */
    int cameraId(String name) {
        Integer id = number(name);
        return id == null ? (int) body.whole(name, Integer.MIN_VALUE, Integer.MAX_VALUE) : (int) id;
    }

    /** The camera of {@code camera_id} and {@code camera_name}; a number may be given as a name. */
    Source camera() {
        Body.Value value = given("camera_id");
        String name = text("camera_name");
        if (value == null) {
            return new Source(null, name);
        }
        Integer id = number("camera_id");
        boolean named = id == null && value.token() == JsonToken.VALUE_STRING;
        String other = named && name == null ? clean(value.text()) : null;
        if (id == null || value.token() != JsonToken.VALUE_NUMBER_INT) {
            note("camera_id", value, other == null ? id : "the name " + other);
        }
        return new Source(id, other == null ? name : other);
    }

    private @Nullable Integer number(String name) {
        Body.Value value = body.value(name);
        Long whole = value == null ? null : Figures.whole(value);
        return whole == null || whole != whole.intValue() ? null : (Integer) whole.intValue();
    }

    /**
     * A name: what is no text is written as one, and what no name has is taken out; null where
     * nothing is left.
     */
    @Nullable String text(String name) {
        return text(name, false);
    }

    /** As {@link #text}, where a number is as good. */
    @Nullable String textOrNumber(String name) {
        return text(name, true);
    }

    private @Nullable String text(String name, boolean orNumber) {
        Body.Value value = given(name);
        if (value == null) {
            return null;
        }
        String text = value.token().isScalarValue() ? clean(value.text()) : null;
        boolean isMeant =
                value.token() == JsonToken.VALUE_STRING || orNumber && value.token().isNumeric();
        boolean asSent = isMeant && value.text().strip().equals(text);
        if (!asSent) {
            note(name, value, text == null ? null : Problem.shown(text));
        }
        return text;
    }

    /**
     * A name or a number that must be there.
     *
     * @return null where what came cannot be one
     * @throws Problem 400 where nothing came
     */
    @Nullable String neededText(String name) {
        return given(name) == null ? body.textOrNumber(name) : textOrNumber(name);
    }

    /** What tells this report from all others; one that is too long is left out, not cut. */
    @Nullable String key(String name) {
        Body.Value value = body.value(name);
        if (value == null || value.text().strip().length() <= Body.MAX_TEXT) {
            return textOrNumber(name);
        }
        note(name, value, null);
        return null;
    }

    /**
     * The picture in base64 of one of the fields by which devices call theirs; null where there is
     * none that can be read.
     */
    byte @Nullable [] picture() {
        for (String name : PictureField.NAMES) {
            Body.Value value = given(name);
            String text = value == null ? null : value.text();
            if (value == null || text == null) {
                continue;
            }
            byte[] bytes =
                    value.token() == JsonToken.VALUE_STRING ? PictureField.bytes(text) : null;
            if (bytes != null) {
                return bytes;
            }
            String kind = Body.kind(value.token());
            leftOut(
                    name,
                    value.token() != JsonToken.VALUE_STRING
                            ? kind
                            : text.indexOf(LongTextFilter.CUT) >= 0
                                    ? "a picture that is too long, or came with too many others"
                                    : kind + " of " + text.length() + " letters, no base64");
        }
        return null;
    }

    /** Tells of a field whose content is not shown. */
    void leftOut(String name, String what) {
        notes.taken(body.path() + name, what, null);
    }

    /** What came; null where nothing did, for which devices also send an empty text. */
    private Body.@Nullable Value given(String name) {
        Body.Value value = body.value(name);
        boolean blank =
                value != null && value.token() == JsonToken.VALUE_STRING && value.text().isBlank();
        return blank ? null : value;
    }

    private static @Nullable String clean(String raw) {
        var text = new StringBuilder();
        raw.codePoints().filter(c -> !Body.cannotBeText(c)).forEach(text::appendCodePoint);
        String whole = text.toString().strip();
        int most = Body.MAX_TEXT;
        if (whole.length() > most) {
            boolean halves = Character.isHighSurrogate(whole.charAt(most - 1));
            whole = whole.substring(0, halves ? most - 1 : most).strip();
        }
        return whole.isEmpty() ? null : whole;
    }

    private void note(String name, Body.Value value, @Nullable Object taken) {
        String kind = Body.kind(value.token());
        String shown = value.token().isScalarValue() ? clean(value.text()) : null;
        boolean plate = name.equals(PLATE_VIEW);
        notes.taken(
                body.path() + name,
                plate || shown == null ? kind : kind + " " + Problem.shown(shown),
                plate && taken != null ? "a text" : taken);
    }
}
