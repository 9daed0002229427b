package dev.gatehouse.demo;

import dev.gatehouse.model.Plate;

import java.util.List;
import java.util.Random;

/** What a camera of the demonstration sees: the front of a car with its plate. Pure functions. */
public final class CarPicture {
    /** Pixels. */
    public static final int WIDTH = 480;

    public static final int HEIGHT = 270;

    private static final int NOON = 12;
    private static final int MORNING = 6;
    private static final int EVENING = 18;

    /** White, silver, grey, black, red, blue, brown, green: as many of each as are about. */
    private static final List<Integer> BODIES =
            List.of(
                    0xeceef0, 0xeceef0, 0xb9bfc6, 0x6b7480, 0x2b2f36, 0xa8232b, 0x24508f, 0x6d4a35,
                    0x2f5d4a);

    private static final int GLASS = 0x26343f;
    private static final int TYRE = 0x17191c;
    private static final int INK = 0x16181b;

    /** How dark the night makes things. */
    private static final double NIGHT = 0.62;

    private static final int NIGHT_COLOUR = 0x0a1222;

    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
    private final boolean night;

    private CarPicture(int hour) {
        this.night = hour < MORNING || hour >= EVENING;
    }

    /**
     * A car by day.
     *
     * @param seed chooses the car: the same one looks the same
     * @return a PNG of some 10 KB
     */
    public static byte[] of(Plate plate, long seed) {
        return of(plate, NOON, seed);
    }

    /**
     * A car at that hour; its lamps are on at night.
     *
     * @param hour 0 to 23, on the site's clock
     * @param seed chooses the car: the same one looks the same
     * @return a PNG of some 10 KB
     */
    public static byte[] of(Plate plate, int hour, long seed) {
        var picture = new CarPicture(hour);
        var random = new Random(seed);
        int body = BODIES.get(random.nextInt(BODIES.size()));
        int roof = 44 + random.nextInt(26);
        picture.ground(random.nextInt(3));
        picture.car(body, roof, random.nextInt(4));
        picture.lamps();
        picture.plate(plate.view());
        return picture.canvas.png();
    }

    private int lit(int colour) {
        return night ? Canvas.mix(colour, NIGHT_COLOUR, NIGHT) : colour;
    }

    /** The lane before the gate. */
    private void ground(int wall) {
        int behind = List.of(0xc9d3da, 0xd8d2c4, 0xbccbc4).get(wall);
        canvas.shade(0, 150, lit(Canvas.mix(behind, 0xffffff, 0.35)), lit(behind));
        canvas.shade(150, HEIGHT, lit(0x8a8f94), lit(0x5f6469));
        canvas.polygon(lit(0x9aa7ae), 1, 0, 70, 60, 82, 60, 150, 0, 158);
        canvas.polygon(lit(0x9aa7ae), 1, WIDTH, 70, 420, 82, 420, 150, WIDTH, 158);
        canvas.polygon(lit(0xf2f2ee), 1, 62, 150, 70, 150, 24, HEIGHT, 4, HEIGHT);
        canvas.polygon(lit(0xf2f2ee), 1, 410, 150, 418, 150, 476, HEIGHT, 456, HEIGHT);
    }

    private void car(int body, int roof, int grille) {
        int paint = lit(body);
        int deep = Canvas.mix(paint, 0x000000, 0.22);
        int shine = Canvas.mix(paint, 0xffffff, 0.18);
        canvas.ellipse(240, 236, 158, 16, 0x101214, 0.45);
        canvas.box(112, 190, 150, 240, 9, TYRE);
        canvas.box(330, 190, 368, 240, 9, TYRE);
        canvas.ellipse(128, 120, 17, 10, deep, 1);
        canvas.ellipse(352, 120, 17, 10, deep, 1);
        canvas.polygon(deep, 1, 144, 140, 174, roof + 6, 306, roof + 6, 336, 140);
        canvas.box(174, roof, 306, roof + 22, 11, deep);
        canvas.polygon(lit(GLASS), 1, 158, 132, 182, roof + 12, 298, roof + 12, 322, 132);
        canvas.polygon(0xffffff, 0.14, 188, 132, 214, roof + 12, 244, roof + 12, 210, 132);
        canvas.box(106, 128, 374, 226, 26, paint);
        canvas.polygon(shine, 1, 128, 134, 352, 134, 362, 150, 118, 150);
        canvas.box(104, 182, 376, 228, 16, deep);
        int dark = lit(INK);
        canvas.box(178, 152, 302, 178, 8, dark);
        for (int i = 0; i <= grille + 1; i++) {
            double y = 157 + i * 16.0 / (grille + 1);
            canvas.stroke(186, y, 294, y, 0.9, lit(0x9aa1a8));
        }
        canvas.ellipse(240, 165, 8, 8, lit(0xc4cad0), 1);
    }

    private void lamps() {
        for (int x : new int[] {142, 338}) {
            canvas.ellipse(x, 164, 27, 14, lit(0x3a4148), 1);
            canvas.ellipse(x, 164, 24, 11, night ? 0xfff3c4 : 0xdfe6ea, 1);
            if (night) {
                canvas.ellipse(x, 164, 46, 30, 0xffedb0, 0.16);
                canvas.ellipse(x, 164, 70, 46, 0xffedb0, 0.10);
            }
        }
    }

    /** The camera has a lamp of its own for it. */
    private void plate(String text) {
        int white = night ? 0xe6e8ea : 0xfafafa;
        canvas.box(149, 184, 331, 224, 5, INK);
        canvas.box(151, 186, 329, 222, 4, white);
        PlateLetters.write(canvas, text, 158, 192, 322, 216, INK);
    }
}
