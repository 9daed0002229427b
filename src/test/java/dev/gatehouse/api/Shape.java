package dev.gatehouse.api;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

/** Compares an answer with one recorded from the original: same keys, same types. */
final class Shape {
    private Shape() {}

    /** Every key of the recorded answer is there, with its type; the answer may have more. */
    static void assertSame(String recorded, JsonNode answer) {
        compare("$", RunningApi.JSON.readTree(recorded), answer);
    }

    private static void compare(String where, JsonNode recorded, JsonNode answer) {
        assertThat(answer.getNodeType()).as(where).isEqualTo(recorded.getNodeType());
        if (recorded.isIntegralNumber()) {
            assertThat(answer.isIntegralNumber()).as(where + " is whole").isTrue();
        }
        if (recorded.isObject()) {
            assertThat(answer.propertyNames()).as(where).containsAll(recorded.propertyNames());
            for (var property : recorded.properties()) {
                compare(
                        where + "." + property.getKey(),
                        property.getValue(),
                        answer.get(property.getKey()));
            }
        }
        if (recorded.isArray()) {
            assertThat(answer.size()).as(where).isGreaterThanOrEqualTo(recorded.size());
            for (int i = 0; i < recorded.size(); i++) {
                compare(where + "[" + i + "]", recorded.get(i), answer.get(i));
            }
        }
    }
}
