package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What a node answered to one request. */
record Answer(int status, String body) {
    JsonNode json() {
        return JsonMapper.shared().readTree(body);
    }

    /** A field's text; empty where it is absent, null or no text. */
    String text(String field) {
        return json().path(field).stringValue("");
    }

    /** A field's whole number; -1 where there is none. */
    long number(String field) {
        return json().path(field).longValue(-1);
    }

    boolean repeated() {
        return json().path("repeated").booleanValue(false);
    }

    long historyId() {
        return number("history_id");
    }

    /** Asserts that it was done, and in that way: {@code ENTRY} or {@code EXIT}. */
    Answer done(String action) {
        assertThat(status).as(body).isEqualTo(200);
        assertThat(text("action")).as(body).isEqualTo(action);
        return this;
    }

    /** Asserts that it was refused under that code. */
    Answer refused(int expected, String code) {
        assertThat(status).as(body).isEqualTo(expected);
        assertThat(text("code")).as(body).isEqualTo(code);
        return this;
    }

    /** Asserts that it repeats that first one: its visit and its way, and says so. */
    Answer repeats(Answer first) {
        assertThat(status).as(body).isEqualTo(first.status);
        assertThat(text("action")).as(body).isEqualTo(first.text("action"));
        assertThat(historyId()).as(body).isEqualTo(first.historyId());
        assertThat(repeated()).as("repeated in " + body).isTrue();
        return this;
    }

    /** Asserts that it is that first one word for word, but for {@code repeated}. */
    Answer isAgain(Answer first) {
        repeats(first);
        assertThat(withoutRepeated(this)).isEqualTo(withoutRepeated(first));
        return this;
    }

    private static JsonNode withoutRepeated(Answer answer) {
        return ((ObjectNode) answer.json().deepCopy()).without("repeated");
    }
}
