package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.model.CentralId;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;

class FrameCodecTest {
    private final FrameCodec codec = new FrameCodec(new CentralId("central-1"));

    static byte[] deflate(byte[] plain) {
        var deflater = new Deflater(9, true);
        deflater.setInput(plain);
        deflater.finish();
        var out = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static String frame(String data) {
        return "{\"type\":\"G_X\",\"source_central\":\"central-2\",\"timestamp\":5,\"data\":"
                + data
                + "}";
    }

    @Test
    void whatIsWrittenIsRead() throws IOException {
        var data = codec.object().put("a", 1);
        Frame expected = new Frame("G_X", "central-1", 5, data);
        assertThat(codec.parse(codec.text("G_X", 5, data))).isEqualTo(expected);
        assertThat(codec.inflate(codec.binary("G_X", 5, data))).isEqualTo(expected);
    }

    @Test
    void aCallerOfTheSecondGenerationNamesItselfWithoutAType() throws IOException {
        assertThat(codec.parse("{\"peer_id\":\"central-9\"}"))
                .isEqualTo(new Frame(Frame.INTRODUCTION, "central-9", 0, codec.object()));
    }

    @Test
    void aVisitIsNamedAtTheTop() throws IOException {
        String text =
                codec.text("VEHICLE_EXIT", new CentralId("central-7"), 5, "a_1_B", codec.object());
        assertThat(codec.parse(text))
                .isEqualTo(new Frame("VEHICLE_EXIT", "central-7", 5, "a_1_B", codec.object()));
    }

    @Test
    void aHeartbeatNamesItsSenderAtTheTop() {
        assertThat(codec.text(Frame.HEARTBEAT, 5, codec.object()))
                .startsWith("{\"peer_id\":\"central-1\",\"type\":\"HEARTBEAT\"");
    }

    @Test
    void aBombIsStoppedAtTheLimitAndNotInflated() {
        byte[] bomb = deflate(new byte[64 * 1024 * 1024]);
        assertThat(bomb.length).isLessThan(FrameCodec.MAX_FRAME);
        assertThatThrownBy(() -> codec.inflate(bomb))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("once inflated");
    }

    @Test
    void dataThatEndsTooEarlyIsNoFrame() {
        byte[] whole = codec.binary("G_X", 5, codec.object().put("a", "b".repeat(1_000)));
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> codec.inflate(part)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void depthIsBounded() throws IOException {
        assertThat(codec.parse(frame("{\"a\":" + "[".repeat(20) + "]".repeat(20) + "}")))
                .isNotNull();
        for (int depth : new int[] {30, 1_000, 400_000}) {
            String deep = frame("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
            assertThatThrownBy(() -> codec.parse(deep)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aTextOverTheLimitIsNotRead() {
        String large = frame("\"" + "x".repeat(FrameCodec.MAX_FRAME) + "\"");
        assertThatThrownBy(() -> codec.parse(large)).isInstanceOf(IOException.class);
    }

    @Test
    void twoFieldsOfOneNameAreNoFrame() {
        assertThatThrownBy(() -> codec.parse(frame("{\"a\":1,\"a\":2}")))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "7",
                "\"HEARTBEAT\"",
                "{}",
                "{\"type\":7,\"source_central\":\"c\",\"timestamp\":1}",
                "{\"type\":\"\",\"source_central\":\"c\",\"timestamp\":1}",
                "{\"type\":\"X\",\"timestamp\":1}",
                "{\"type\":\"X\",\"source_central\":null,\"timestamp\":1}",
                "{\"type\":\"X\",\"source_central\":\"c\"}",
                "{\"type\":\"X\",\"source_central\":\"c\",\"timestamp\":\"1\"}",
                "{\"type\":\"X\",\"source_central\":\"c\",\"timestamp\":1.5}",
                "{\"type\":\"X\",\"source_central\":\"c\",\"timestamp\":1e400}",
                "{\"type\":\"X\",\"source_central\":\"c\",\"timestamp\":9223372036854775808}",
                "{\"type\":\"X\",\"source_central\":\"c\",\"timestamp\":1} x",
                "{\"type\":\"X\",\"source_central\":\"c\",\"timestamp\":NaN}"
            })
    void whatIsNoFrameIsSaidAndNothingElseIsThrown(String text) {
        assertThatThrownBy(() -> codec.parse(text)).isInstanceOf(IOException.class);
    }

    @Property(tries = 2_000)
    void anyBytesAreAFrameOrAnIOException(@ForAll @Size(max = 300) byte[] bytes) {
        assertThatCode(() -> attempt(() -> codec.inflate(bytes))).doesNotThrowAnyException();
        assertThatCode(() -> attempt(() -> codec.inflate(deflate(bytes))))
                .doesNotThrowAnyException();
        String text = new String(bytes, StandardCharsets.UTF_8);
        assertThatCode(() -> attempt(() -> codec.parse(text))).doesNotThrowAnyException();
    }

    private interface Reading {
        Frame read() throws IOException;
    }

    private static void attempt(Reading reading) {
        try {
            assertThat(reading.read()).isNotNull();
        } catch (IOException expected) {
            assertThat(expected.getMessage()).isNotEmpty();
        }
    }

    @Test
    void anErrorFrameNeedsOnlyItsType() throws IOException {
        assertThat(
                        codec.parse("{\"type\":\"ERROR\",\"error\":\"why\"}")
                                .data()
                                .path("error")
                                .asString())
                .isEqualTo("why");
    }
}
