package dev.gatehouse.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.imageio.ImageIO;
import javax.tools.ToolProvider;

/** The icons in the repository are what the program makes of the master, pixel for pixel. */
class IconsTest {
    private static final Path KEPT = Path.of("");

    @TempDir Path made;

    @BeforeEach
    void draw() throws Exception {
        Path classes = Files.createDirectories(made.resolve("classes"));
        int failed =
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), "src/build/Icons.java");
        assertThat(failed).isZero();
        try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
            var main = loader.loadClass("Icons").getDeclaredMethod("main", String[].class);
            main.setAccessible(true);
            main.invoke(null, (Object) new String[] {"", made.toString()});
        }
    }

    private static void assertSamePixels(byte[] kept, byte[] fresh, int size) throws IOException {
        BufferedImage one = ImageIO.read(new ByteArrayInputStream(kept));
        BufferedImage two = ImageIO.read(new ByteArrayInputStream(fresh));
        assertThat(one.getWidth()).isEqualTo(size);
        assertThat(one.getHeight()).isEqualTo(size);
        assertThat(one.getRGB(0, 0, size, size, null, 0, size))
                .isEqualTo(two.getRGB(0, 0, size, size, null, 0, size));
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 24, 32, 48, 64, 128, 256, 512})
    void thePngsAreTheMastersAtEachSize(int size) throws Exception {
        Path name = Path.of("icons", "gatehouse-" + size + ".png");
        assertSamePixels(
                Files.readAllBytes(KEPT.resolve(name)),
                Files.readAllBytes(made.resolve(name)),
                size);
    }

    @ParameterizedTest
    @ValueSource(ints = {32, 48, 256})
    void theWindowsOwnAreTheSame(int size) throws Exception {
        Path name = Path.of("src/main/resources/dev/gatehouse/console/icon-" + size + ".png");
        assertSamePixels(
                Files.readAllBytes(KEPT.resolve(name)),
                Files.readAllBytes(made.resolve(name)),
                size);
    }

    @Test
    void theIcoHoldsEachSizeThatWindowsAsksFor() throws Exception {
        Path name = Path.of("icons", "gatehouse.ico");
        Map<Integer, byte[]> kept = ico(Files.readAllBytes(KEPT.resolve(name)));
        Map<Integer, byte[]> fresh = ico(Files.readAllBytes(made.resolve(name)));
        assertThat(kept.keySet()).containsExactly(16, 24, 32, 48, 64, 128, 256);
        for (Map.Entry<Integer, byte[]> picture : fresh.entrySet()) {
            int size = picture.getKey();
            assertSamePixels(kept.getOrDefault(size, new byte[0]), picture.getValue(), size);
        }
    }

    private static Map<Integer, byte[]> ico(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(in.getShort()).isZero();
        assertThat(in.getShort()).as("an icon, not a cursor").isEqualTo((short) 1);
        int count = in.getShort();
        var pictures = new LinkedHashMap<Integer, byte[]>();
        for (int i = 0; i < count; i++) {
            int at = 6 + 16 * i;
            int width = Byte.toUnsignedInt(in.get(at));
            var png = new byte[in.getInt(at + 8)];
            in.get(in.getInt(at + 12), png);
            pictures.put(width == 0 ? 256 : width, png);
        }
        return pictures;
    }

    @Test
    void theIcnsHoldsEachSizeThatMacOsAsksFor() throws Exception {
        Path name = Path.of("icons", "gatehouse.icns");
        Map<String, byte[]> kept = icns(Files.readAllBytes(KEPT.resolve(name)));
        Map<String, byte[]> fresh = icns(Files.readAllBytes(made.resolve(name)));
        assertThat(kept.keySet())
                .containsExactly(
                        "icp4", "icp5", "icp6", "ic07", "ic08", "ic09", "ic11", "ic12", "ic13",
                        "ic14");
        for (Map.Entry<String, byte[]> picture : fresh.entrySet()) {
            byte[] one = kept.getOrDefault(picture.getKey(), new byte[0]);
            int size = ImageIO.read(new ByteArrayInputStream(picture.getValue())).getWidth();
            assertSamePixels(one, picture.getValue(), size);
        }
    }

    private static Map<String, byte[]> icns(byte[] file) {
        ByteBuffer in = ByteBuffer.wrap(file);
        assertThat(type(in)).isEqualTo("icns");
        assertThat(in.getInt()).isEqualTo(file.length);
        var pictures = new LinkedHashMap<String, byte[]>();
        while (in.hasRemaining()) {
            String type = type(in);
            var png = new byte[in.getInt() - 8];
            in.get(png);
            pictures.put(type, png);
        }
        return pictures;
    }

    private static String type(ByteBuffer in) {
        var name = new byte[4];
        in.get(name);
        return new String(name, StandardCharsets.US_ASCII);
    }
}
