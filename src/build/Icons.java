import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringTokenizer;

import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;

/**
 * Draws {@code icons/gatehouse.svg}, the master, as PNG, ICO and ICNS: {@code java
 * src/build/Icons.java} from the root. Run by hand when the master changes; the files are kept in
 * the repository, and a test compares them.
 *
 * <p>Knows as much of SVG as the master needs: rounded rectangles, and paths of straight lines,
 * with a fill, a stroke and round ends. The master's grid is 32 units, its edges lie on even ones,
 * so that they are crisp at 16 pixels; a light rim lets the dark logo stand on a dark task bar.
 */
class Icons {
    private static final List<Integer> SIZES = List.of(16, 24, 32, 48, 64, 128, 256, 512);

    /** What the window shows in task bars. */
    private static final List<Integer> WINDOW_SIZES = List.of(32, 48, 256);

    /** Windows asks for no more than 256. */
    private static final List<Integer> ICO_SIZES = List.of(16, 24, 32, 48, 64, 128, 256);

    /** Apple's names of the sizes that hold a PNG: once, and for screens of twice the density. */
    private static final Map<String, Integer> ICNS_TYPES = icnsTypes();

    private final Element svg;
    private final double grid;

    private Icons(Path master) throws IOException {
        try {
            svg =
                    DocumentBuilderFactory.newInstance()
                            .newDocumentBuilder()
                            .parse(master.toFile())
                            .getDocumentElement();
        } catch (Exception e) {
            throw new IOException(master + " cannot be read: " + e.getMessage(), e);
        }
        var box = new StringTokenizer(svg.getAttribute("viewBox"));
        box.nextToken();
        box.nextToken();
        grid = Double.parseDouble(box.nextToken());
    }

    private static Map<String, Integer> icnsTypes() {
        var types = new LinkedHashMap<String, Integer>();
        types.put("icp4", 16);
        types.put("icp5", 32);
        types.put("icp6", 64);
        types.put("ic07", 128);
        types.put("ic08", 256);
        types.put("ic09", 512);
        types.put("ic11", 32);
        types.put("ic12", 64);
        types.put("ic13", 256);
        types.put("ic14", 512);
        return types;
    }

    /**
     * @param args the root of the repository, and the folder to write to instead; both may be left
     *     out
     */
    public static void main(String[] args) throws IOException {
        System.setProperty("java.awt.headless", "true");
        Path root = Path.of(args.length > 0 ? args[0] : ".");
        Path out = args.length > 1 ? Path.of(args[1]) : root;
        new Icons(root.resolve("icons/gatehouse.svg")).write(out);
    }

    private void write(Path root) throws IOException {
        Path icons = Files.createDirectories(root.resolve("icons"));
        Path window =
                Files.createDirectories(root.resolve("src/main/resources/dev/gatehouse/console"));
        for (int size : SIZES) {
            Files.write(icons.resolve("gatehouse-" + size + ".png"), png(size));
        }
        for (int size : WINDOW_SIZES) {
            Files.write(window.resolve("icon-" + size + ".png"), png(size));
        }
        Files.write(icons.resolve("gatehouse.ico"), ico());
        Files.write(icons.resolve("gatehouse.icns"), icns());
    }

    /** A directory of pictures, each a whole PNG; all numbers little-endian. */
    private byte[] ico() throws IOException {
        var pictures = new ByteArrayOutputStream();
        int head = 6 + 16 * ICO_SIZES.size();
        ByteBuffer directory = ByteBuffer.allocate(head).order(ByteOrder.LITTLE_ENDIAN);
        directory.putShort((short) 0).putShort((short) 1).putShort((short) ICO_SIZES.size());
        for (int size : ICO_SIZES) {
            byte[] png = png(size);
            byte edge = (byte) (size == 256 ? 0 : size); // 0 stands for 256
            directory.put(edge).put(edge).put((byte) 0).put((byte) 0);
            directory.putShort((short) 1).putShort((short) 32);
            directory.putInt(png.length).putInt(head + pictures.size());
            pictures.write(png);
        }
        var all = new ByteArrayOutputStream();
        all.write(directory.array());
        pictures.writeTo(all);
        return all.toByteArray();
    }

    /** A list of pictures, each with its type and length before it; all numbers big-endian. */
    private byte[] icns() throws IOException {
        var pictures = new ByteArrayOutputStream();
        for (Map.Entry<String, Integer> type : ICNS_TYPES.entrySet()) {
            byte[] png = png(type.getValue());
            pictures.write(chunk(type.getKey(), png.length));
            pictures.write(png);
        }
        var all = new ByteArrayOutputStream();
        all.write(chunk("icns", pictures.size()));
        pictures.writeTo(all);
        return all.toByteArray();
    }

    private static byte[] chunk(String type, int length) {
        return ByteBuffer.allocate(8)
                .put(type.getBytes(StandardCharsets.US_ASCII))
                .putInt(8 + length)
                .array();
    }

    private byte[] png(int pixels) throws IOException {
        var image = new BufferedImage(pixels, pixels, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(pixels / grid, pixels / grid);
        NodeList parts = svg.getElementsByTagName("*");
        for (int i = 0; i < parts.getLength(); i++) {
            Element part = (Element) parts.item(i);
            switch (part.getTagName()) {
                case "rect" -> draw(g, part, rect(part));
                case "path" -> draw(g, part, path(part));
                case "title" -> {}
                default ->
                        throw new IOException("this program knows no <" + part.getTagName() + ">");
            }
        }
        g.dispose();
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static Shape rect(Element rect) {
        double radius = number(rect, "rx", 0);
        return new RoundRectangle2D.Double(
                number(rect, "x", 0),
                number(rect, "y", 0),
                number(rect, "width", 0),
                number(rect, "height", 0),
                2 * radius,
                2 * radius);
    }

    private static Shape path(Element path) throws IOException {
        var shape = new Path2D.Double();
        var tokens = new StringTokenizer(path.getAttribute("d"), " ML", true);
        char command = 'M';
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            if (token.equals("M") || token.equals("L")) {
                command = token.charAt(0);
            } else if (!token.equals(" ")) {
                double x = Double.parseDouble(token);
                tokens.nextToken(); // the space between
                double y = Double.parseDouble(tokens.nextToken());
                if (command == 'M') {
                    shape.moveTo(x, y);
                } else {
                    shape.lineTo(x, y);
                }
            }
        }
        return shape;
    }

    private static void draw(Graphics2D g, Element part, Shape shape) {
        String fill = part.getAttribute("fill");
        if (fill.startsWith("#")) {
            g.setColor(Color.decode(fill));
            g.fill(shape);
        }
        String stroke = part.getAttribute("stroke");
        if (stroke.startsWith("#")) {
            boolean round = part.getAttribute("stroke-linecap").equals("round");
            g.setColor(Color.decode(stroke));
            g.setStroke(
                    round
                            ? new BasicStroke(
                                    (float) number(part, "stroke-width", 1),
                                    BasicStroke.CAP_ROUND,
                                    BasicStroke.JOIN_ROUND)
                            : new BasicStroke((float) number(part, "stroke-width", 1)));
            g.draw(shape);
        }
    }

    private static double number(Element part, String name, double otherwise) {
        String text = part.getAttribute(name);
        return text.isEmpty() ? otherwise : Double.parseDouble(text);
    }
}
