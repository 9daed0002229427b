package dev.gatehouse.console.theme;

import javafx.scene.text.Font;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.util.List;

/**
 * The bundled fonts: Inter for words, JetBrains Mono for plates and times, because its zero cannot
 * be taken for an O and JavaFX cannot switch a font's features.
 */
public final class Fonts {
    private static final Logger LOG = LoggerFactory.getLogger(Fonts.class);
    private static final List<String> FILES =
            List.of(
                    "Inter-Regular.otf",
                    "Inter-SemiBold.otf",
                    "Inter-Bold.otf",
                    "JetBrainsMono-Regular.ttf",
                    "JetBrainsMono-Bold.ttf");
    private static final double ANY_SIZE = 18;

    private Fonts() {}

    /** Makes them known to JavaFX; the system's fonts stand in for one that cannot be read. */
    public static void load() {
        for (String file : FILES) {
            try (var in = Fonts.class.getResourceAsStream("/dev/gatehouse/console/fonts/" + file)) {
                if (in == null || Font.loadFont(in, ANY_SIZE) == null) {
                    LOG.warn("Font {} cannot be used; the system's font stands in", file);
                }
            } catch (IOException e) {
                LOG.warn("Font {} cannot be read; the system's font stands in", file, e);
            }
        }
    }
}
