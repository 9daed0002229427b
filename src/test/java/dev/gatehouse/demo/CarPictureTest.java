package dev.gatehouse.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.PictureKind;
import dev.gatehouse.model.Plate;

import org.junit.jupiter.api.Test;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

class CarPictureTest {
    private static final Plate CAR = new Plate("51F12345", "51F-123.45");

    private static BufferedImage decoded(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static double light(BufferedImage image) {
        double sum = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                sum += image.getRGB(x, y) >> 8 & 0xff;
            }
        }
        return sum / (image.getWidth() * image.getHeight());
    }

    @Test
    void itIsASmallPngThatEveryReaderTakes() throws IOException {
        for (int seed = 0; seed < 12; seed++) {
            byte[] png = CarPicture.of(CAR, seed * 2, seed);
            assertThat(png).hasSizeLessThan(40_000);
            assertThat(PictureKind.of(png)).isEqualTo(PictureKind.PNG);
            BufferedImage image = decoded(png);
            assertThat(image.getWidth()).isEqualTo(CarPicture.WIDTH);
            assertThat(image.getHeight()).isEqualTo(CarPicture.HEIGHT);
            Path shown = Path.of("target", "pictures", "car-" + seed + ".png");
            Files.createDirectories(shown.getParent());
            Files.write(shown, png);
        }
    }

    @Test
    void theSameCarLooksTheSameAndAnotherPlateChangesThePlateAlone() throws IOException {
        byte[] one = CarPicture.of(CAR, 7);
        assertThat(CarPicture.of(CAR, 7)).isEqualTo(one);
        BufferedImage a = decoded(one);
        BufferedImage b = decoded(CarPicture.of(new Plate("51F12346", "51F-123.46"), 7));
        int differing = 0;
        for (int y = 0; y < CarPicture.HEIGHT; y++) {
            for (int x = 0; x < CarPicture.WIDTH; x++) {
                if (a.getRGB(x, y) != b.getRGB(x, y)) {
                    differing++;
                    assertThat(x).isBetween(300, 330);
                    assertThat(y).isBetween(184, 224);
                }
            }
        }
        assertThat(differing).isGreaterThan(20);
        assertThat(CarPicture.of(CAR, 8)).isNotEqualTo(one);
    }

    @Test
    void itIsDarkerAtNight() throws IOException {
        double day = light(decoded(CarPicture.of(CAR, 12, 7)));
        assertThat(light(decoded(CarPicture.of(CAR, 23, 7)))).isLessThan(day * 0.7);
        assertThat(light(decoded(CarPicture.of(CAR, 3, 7)))).isLessThan(day * 0.7);
        assertThat(CarPicture.of(CAR, 6, 7)).isEqualTo(CarPicture.of(CAR, 7));
    }

    @Test
    void everyLetterOfAPlateCanBeDrawn() throws IOException {
        "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZĐ-.?"
                .chars()
                .forEach(letter -> assertThat(PlateLetters.has((char) letter)).isTrue());
        for (String text : List.of("?", "80-011-NG-01", "29-MĐ1-013.53", "A", "日本")) {
            assertThat(decoded(CarPicture.of(new Plate("ABC", text), 1)).getWidth())
                    .isEqualTo(CarPicture.WIDTH);
        }
    }
}
