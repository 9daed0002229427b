package dev.gatehouse.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;

import javax.imageio.ImageIO;

class PictureKindTest {
    private static byte[] drawn(String format, int width, int height) throws IOException {
        var out = new ByteArrayOutputStream();
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        assertThat(ImageIO.write(image, format, out)).isTrue();
        return out.toByteArray();
    }

    @Test
    void whatAnEncoderMakesIsTakenForWhatItIs() throws IOException {
        assertThat(PictureKind.of(drawn("jpg", 640, 480))).isEqualTo(PictureKind.JPEG);
        assertThat(PictureKind.of(drawn("png", 640, 480))).isEqualTo(PictureKind.PNG);
        assertThat(PictureKind.JPEG.mediaType()).isEqualTo("image/jpeg");
        assertThat(PictureKind.PNG.mediaType()).isEqualTo("image/png");
    }

    @Test
    void theLargestSidesAreTakenAndOnePixelMoreIsNot() throws IOException {
        assertThat(PictureKind.objection(drawn("jpg", 4_096, 2))).isNull();
        assertThat(PictureKind.objection(drawn("png", 2, 4_096))).isNull();
        assertThat(PictureKind.objection(drawn("jpg", 4_097, 2))).contains("4097x2", "4096");
        assertThat(PictureKind.objection(drawn("png", 2, 4_097))).contains("2x4097", "4096");
    }

    @Test
    void aSizeThatIsNoneIsRefused() {
        assertThat(PictureKind.objection(SamplePictures.png(1, 200, -1, 5))).isNotNull();
        assertThat(PictureKind.objection(SamplePictures.png(1, 200, 0, 5))).contains("no size");
        assertThat(PictureKind.objection(SamplePictures.jpeg(1, 200, 0, 5))).contains("no size");
    }

    @Test
    void oneThatIsLargerThanIsKeptIsRefusedWithTheLimit() {
        assertThat(PictureKind.objection(SamplePictures.jpeg(1, PictureKind.MAX_BYTES))).isNull();
        assertThat(PictureKind.objection(SamplePictures.jpeg(1, PictureKind.MAX_BYTES + 1)))
                .contains("716801", "716800");
    }

    @Test
    void whatIsNoPictureIsNeverTakenForOneAndEndsNoReader() throws IOException {
        byte[] whole = drawn("jpg", 64, 48);
        for (int length = 0; length < 150; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(PictureKind.of(cut) == null).isEqualTo(PictureKind.objection(cut) != null);
        }
        var random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            if (noise.length > 3) {
                noise[0] = (byte) 0xff;
                noise[1] = (byte) 0xd8;
                noise[2] = (byte) 0xff;
            }
            assertThat(PictureKind.of(noise) == null)
                    .isEqualTo(PictureKind.objection(noise) != null);
        }
        assertThat(PictureKind.of(new byte[] {71, 73, 70, 56, 57, 97, 1, 0, 1, 0})).isNull();
        assertThat(PictureKind.of(new byte[0])).isNull();
    }
}
