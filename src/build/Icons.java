import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;

/**
 * Draws the logo, a gate with a rising barrier arm, as SVG and PNG: {@code java
 * src/build/Icons.java} from the root. Run by hand when the logo changes; the files are kept in the
 * repository.
 *
 * <p>The grid is 32 units. Edges lie on even units, so that they are crisp at 16 pixels. A light
 * rim lets the dark logo stand on a dark task bar, and parts the arm from the gate.
 */
class Icons {
    private static final double GRID = 32;
    private static final double STROKE = 4;
    private static final double RIM = 2;

    /** The middle of the outline: left, top, size and corner radius. */
    private static final double LEFT = 4;

    private static final double TOP = 6;
    private static final double SIZE = 20;
    private static final double RADIUS = 5;

    private static final Line2D ARM = new Line2D.Double(11, 17.5, 28, 7.5);

    private static final Color INK = new Color(0x1B1F22);
    private static final Color PAPER = new Color(0xECEEEF);

    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path icons = Files.createDirectories(Path.of("icons"));
        Path console = Files.createDirectories(Path.of("src/main/resources/dev/gatehouse/console"));
        Files.writeString(icons.resolve("gatehouse.svg"), svg());
        for (int pixels : List.of(48, 256)) {
            ImageIO.write(
                    draw(pixels), "png", icons.resolve("gatehouse-" + pixels + ".png").toFile());
        }
        for (int pixels : List.of(32, 48, 256)) {
            ImageIO.write(draw(pixels), "png", console.resolve("icon-" + pixels + ".png").toFile());
        }
    }

    private static BufferedImage draw(int pixels) {
        var image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(pixels / GRID, pixels / GRID);
        var gate = new RoundRectangle2D.Double(LEFT, TOP, SIZE, SIZE, 2 * RADIUS, 2 * RADIUS);
        g.setColor(PAPER);
        g.fill(gate);
        g.setStroke(new BasicStroke((float) (STROKE + 2 * RIM)));
        g.draw(gate);
        g.setColor(INK);
        g.setStroke(new BasicStroke((float) STROKE));
        g.draw(gate);
        g.setColor(PAPER);
        g.setStroke(stroke(STROKE + 2 * RIM));
        g.draw(ARM);
        g.setColor(INK);
        g.setStroke(stroke(STROKE));
        g.draw(ARM);
        g.dispose();
        return image;
    }

    private static BasicStroke stroke(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    }

    private static String svg() {
        return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$s %1$s" width="256" height="256">
          <title>Gatehouse</title>
          %2$s fill="%6$s" stroke="%6$s" stroke-width="%4$s"/>
          %2$s fill="none" stroke="%5$s" stroke-width="%7$s"/>
          %3$s stroke="%6$s" stroke-width="%4$s" stroke-linecap="round"/>
          %3$s stroke="%5$s" stroke-width="%7$s" stroke-linecap="round"/>
        </svg>
        """
                .formatted(
                        number(GRID),
                        "<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"%s\""
                                .formatted(
                                        number(LEFT),
                                        number(TOP),
                                        number(SIZE),
                                        number(SIZE),
                                        number(RADIUS)),
                        "<path d=\"M%s %s L%s %s\""
                                .formatted(
                                        number(ARM.getX1()),
                                        number(ARM.getY1()),
                                        number(ARM.getX2()),
                                        number(ARM.getY2())),
                        number(STROKE + 2 * RIM),
                        hex(INK),
                        hex(PAPER),
                        number(STROKE));
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? String.valueOf((long) value)
                : String.format(Locale.ROOT, "%.1f", value);
    }

    private static String hex(Color color) {
        return String.format(Locale.ROOT, "#%06X", color.getRGB() & 0xFFFFFF);
    }
}
