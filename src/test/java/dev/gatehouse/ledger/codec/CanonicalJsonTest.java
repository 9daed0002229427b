package dev.gatehouse.ledger.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

class CanonicalJsonTest {
    private static final JsonMapper JSON = new JsonMapper();

    private static String object(Map<String, ? extends @Nullable Object> fields) {
        return new String(CanonicalJson.object(fields), StandardCharsets.UTF_8);
    }

    private static String again(String json) {
        return new String(CanonicalJson.of(JSON.readTree(json)), StandardCharsets.UTF_8);
    }

    /** RFC 8785, appendix B. */
    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({
        "0000000000000000, 0",
        "8000000000000000, 0",
        "0000000000000001, 5e-324",
        "8000000000000001, -5e-324",
        "0000000000000002, 1e-323",
        "7fefffffffffffff, 1.7976931348623157e+308",
        "ffefffffffffffff, -1.7976931348623157e+308",
        "4340000000000000, 9007199254740992",
        "c340000000000000, -9007199254740992",
        "4430000000000000, 295147905179352830000",
        "44b52d02c7e14af5, 9.999999999999997e+22",
        "44b52d02c7e14af6, 1e+23",
        "44b52d02c7e14af7, 1.0000000000000001e+23",
        "444b1ae4d6e2ef4e, 999999999999999700000",
        "444b1ae4d6e2ef4f, 999999999999999900000",
        "444b1ae4d6e2ef50, 1e+21",
        "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
        "3eb0c6f7a0b5ed8d, 0.000001",
        "41b3de4355555553, 333333333.3333332",
        "41b3de4355555554, 333333333.33333325",
        "41b3de4355555555, 333333333.3333333",
        "41b3de4355555556, 333333333.3333334",
        "41b3de4355555557, 333333333.33333343",
        "becbf647612f3696, -0.0000033333333333333333",
        "43143ff3c1cb0959, 1424953923781206.2"
    })
    void numbersAreWrittenAsEcmaScriptDoes(String bits, String text) {
        double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));

        assertThat(CanonicalJson.number(value)).isEqualTo(text);
        assertThat(again(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void whatIsNoNumberIsRefused(double value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> object(Map.of("a", value)))
                .withMessageContaining("no JSON");
    }

    @Property
    void aDoubleComesBackAsItself(@ForAll double value) {
        String text = CanonicalJson.number(value);

        assertThat(Double.parseDouble(text)).isEqualTo(value == 0 ? 0.0 : value);
        assertThat(again(text)).isEqualTo(text);
    }

    @Test
    void stringsAreEscapedAsTheRfcSaysAndNoFurther() {
        Map<String, Object> fields = new HashMap<>();
        fields.put("s", "€$\017\nA'B\"\\\\\"/\b\f\r\t\000\037\177<Đ🚗");

        assertThat(object(fields))
                .isEqualTo(
                        "{\"s\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/"
                                + "\\b\\f\\r\\t\\u0000\\u001f\177<Đ🚗\"}");
    }

    /** The example of RFC 8785, section 3.2.3: order of UTF-16 units, not of code points. */
    @Test
    void keysAreInTheOrderOfTheirUtf16Units() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String key : new String[] {"€", "\r", "\ufb33", "1", "😀", "\u0080", "ö"}) {
            fields.put(key, 1);
        }

        assertThat(object(fields))
                .isEqualTo(
                        "{\"\\r\":1,\"1\":1,\"\u0080\":1,\"ö\":1,\"€\":1,\"😀\":1,\"\ufb33\":1}");
        assertThat(again("{\"b\":1,\"a\":{\"d\":[],\"c\":{}}}"))
                .isEqualTo("{\"a\":{\"c\":{},\"d\":[]},\"b\":1}");
    }

    @Property
    void whatWasCanonicalComesOutByteForByte(
            @ForAll @Size(max = 6) Map<String, String> texts,
            @ForAll @Size(max = 6) Map<String, Long> numbers,
            @ForAll @Size(max = 6) Map<String, Double> doubles,
            @ForAll boolean truth) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.putAll(texts);
        fields.putAll(numbers);
        fields.putAll(doubles);
        fields.put("truth", truth);
        fields.put("nothing", null);
        String written = object(fields);

        assertThat(again(written)).isEqualTo(written);
        assertThat(again("[" + written + ",{\"in\":" + written + "}]"))
                .isEqualTo("[" + written + ",{\"in\":" + written + "}]");
    }

    @Test
    void whatWasNotCanonicalComesOutOtherwise() {
        assertThat(again("{\"a\" : 1.0, \"b\":\"\\u0041\", \"c\":1e2}"))
                .isEqualTo("{\"a\":1,\"b\":\"A\",\"c\":100}");
    }
}
