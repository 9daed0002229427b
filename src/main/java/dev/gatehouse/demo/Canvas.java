package dev.gatehouse.demo;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Flat shapes with smooth edges, and what is drawn as a PNG. Made of numbers alone: the desktop's
 * own painter would open a display beside that of the window. One thread.
 */
final class Canvas {
    /** Dots of each pixel along either side, whose mean is its colour. */
    private static final int FINE = 2;

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final int width;
    private final int height;
    private final int[] dots;

    /** Which points a shape has. */
    interface Shape {
        boolean has(double x, double y);
    }

    Canvas(int width, int height) {
        this.width = width;
        this.height = height;
        this.dots = new int[width * FINE * height * FINE];
    }

    /** From one colour at its upper end to another at its lower. */
    void shade(int fromY, int toY, int above, int below) {
        for (int y = fromY * FINE; y < toY * FINE; y++) {
            double share = (y - fromY * FINE) / (double) ((toY - fromY) * FINE);
            int colour = mix(above, below, share);
            int row = y * width * FINE;
            Arrays.fill(dots, row, row + width * FINE, colour);
        }
    }

    /**
     * Fills a shape.
     *
     * @param opacity from 0 to 1
     */
    void fill(double x0, double y0, double x1, double y1, int colour, double opacity, Shape shape) {
        int right = Math.min(width * FINE, (int) Math.ceil(x1 * FINE));
        int low = Math.min(height * FINE, (int) Math.ceil(y1 * FINE));
        for (int y = Math.max(0, (int) (y0 * FINE)); y < low; y++) {
            for (int x = Math.max(0, (int) (x0 * FINE)); x < right; x++) {
                if (shape.has((x + 0.5) / FINE, (y + 0.5) / FINE)) {
                    int at = y * width * FINE + x;
                    dots[at] = mix(dots[at], colour, opacity);
                }
            }
        }
    }

    /** A rectangle with round corners. */
    void box(double x0, double y0, double x1, double y1, double round, int colour) {
        fill(
                x0,
                y0,
                x1,
                y1,
                colour,
                1,
                (x, y) -> {
                    double dx = Math.max(0, Math.max(x0 + round - x, x - (x1 - round)));
                    double dy = Math.max(0, Math.max(y0 + round - y, y - (y1 - round)));
                    return dx * dx + dy * dy <= round * round;
                });
    }

    void ellipse(double midX, double midY, double rx, double ry, int colour, double opacity) {
        fill(
                midX - rx,
                midY - ry,
                midX + rx,
                midY + ry,
                colour,
                opacity,
                (x, y) -> square((x - midX) / rx) + square((y - midY) / ry) <= 1);
    }

    /**
     * A shape with straight sides.
     *
     * @param corners x and y of each, in turn
     */
    void polygon(int colour, double opacity, double... corners) {
        fill(0, 0, width, height, colour, opacity, (x, y) -> isWithin(corners, x, y));
    }

    /** A stroke with round ends. */
    void stroke(double ax, double ay, double bx, double by, double radius, int colour) {
        double length = square(bx - ax) + square(by - ay);
        fill(
                Math.min(ax, bx) - radius,
                Math.min(ay, by) - radius,
                Math.max(ax, bx) + radius,
                Math.max(ay, by) + radius,
                colour,
                1,
                (x, y) -> {
                    double along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length;
                    double t = length == 0 ? 0 : Math.clamp(along, 0, 1);
                    return square(x - ax - t * (bx - ax)) + square(y - ay - t * (by - ay))
                            <= radius * radius;
                });
    }

    private static boolean isWithin(double[] corners, double x, double y) {
        boolean within = false;
        for (int i = 0, j = corners.length - 2; i < corners.length; j = i, i += 2) {
            double yi = corners[i + 1];
            double yj = corners[j + 1];
            if (yi > y != yj > y
                    && x < (corners[j] - corners[i]) * (y - yi) / (yj - yi) + corners[i]) {
                within = !within;
            }
        }
        return within;
    }

    private static double square(double value) {
        return value * value;
    }

    /** Between two colours; 0 for the first. */
    static int mix(int one, int other, double share) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            double a = one >> shift & 0xff;
            double b = other >> shift & 0xff;
            mixed |= (int) Math.round(a + (b - a) * share) << shift;
        }
        return mixed;
    }

    /** What was drawn. */
    byte[] png() {
        var header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put((byte) 2); // eight bits each of red, green and blue
        var out = new ByteArrayOutputStream();
        out.writeBytes(SIGNATURE);
        chunk(out, "IHDR", header.array());
        chunk(out, "IDAT", deflated(rows()));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Each row behind a zero, which says that it stands as it is. */
    private byte[] rows() {
        var rows = ByteBuffer.allocate(height * (1 + 3 * width));
        for (int y = 0; y < height; y++) {
            rows.put((byte) 0);
            for (int x = 0; x < width; x++) {
                for (int shift = 16; shift >= 0; shift -= 8) {
                    rows.put((byte) mean(x, y, shift));
                }
            }
        }
        return rows.array();
    }

    private int mean(int x, int y, int shift) {
        int sum = 0;
        for (int dy = 0; dy < FINE; dy++) {
            for (int dx = 0; dx < FINE; dx++) {
                sum += dots[(y * FINE + dy) * width * FINE + x * FINE + dx] >> shift & 0xff;
            }
        }
        return sum / (FINE * FINE);
    }

    private static byte[] deflated(byte[] plain) {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(plain);
            deflater.finish();
            var out = new ByteArrayOutputStream();
            byte[] buffer = new byte[8_192];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] content) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        var crc = new CRC32();
        crc.update(name);
        crc.update(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt(content.length).array());
        out.writeBytes(name);
        out.writeBytes(content);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
