package dev.gatehouse.console;

import javafx.scene.Scene;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

/** Pictures of a window, for people to look at. */
final class Snapshot {
    private Snapshot() {}

    /** Draws what the scene shows now into a PNG. */
    static void save(Scene scene, Path file) throws IOException {
        picture(scene); // the first lays out, the second draws what came of it
        BufferedImage png = copy(picture(scene));
        Files.createDirectories(file.toAbsolutePath().getParent());
        ImageIO.write(png, "png", file.toFile());
    }

    private static WritableImage picture(Scene scene) {
        return Booth.fx(
                () ->
                        scene.snapshot(
                                new WritableImage(
                                        (int) scene.getWidth(), (int) scene.getHeight())));
    }

    private static BufferedImage copy(WritableImage image) {
        int w = (int) image.getWidth();
        int h = (int) image.getHeight();
        var pixels = new int[w * h];
        image.getPixelReader()
                .getPixels(0, 0, w, h, PixelFormat.getIntArgbInstance(), pixels, 0, w);
        var png = new BufferedImage(w, h, BufferedImage.TYPE_INT_RGB);
        png.setRGB(0, 0, w, h, pixels, 0, w);
        return png;
    }
}
