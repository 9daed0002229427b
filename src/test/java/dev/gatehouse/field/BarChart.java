package dev.gatehouse.field;

import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Bars on a logarithmic scale as SVG, readable on light and on dark. A decade is as wide
 * everywhere, so that twice as long looks the same at every length.
 *
 * @param title above it
 * @param unit of all values
 * @param bars from top to bottom
 */
record BarChart(String title, String unit, List<Bar> bars) {
    /**
     * One of them.
     *
     * @param value more than 0; NaN for one that is absent
     * @param note beside it
     * @param ours whether it is drawn in the strong colour
     */
    record Bar(String label, double value, String note, boolean ours) {}

    private static final int WIDTH = 760;
    private static final int LABELS = 210;
    private static final int NOTES = 150;
    private static final int TOP = 56;
    private static final int ROW = 28;
    private static final int BOTTOM = 34;

    private static final String STYLE =
            """
            <style>
            text { font: 13px system-ui, sans-serif; fill: #1f2328 }
            .title { font-weight: 600; font-size: 15px }
            .small { font-size: 11px; fill: #59636e }
            .grid { stroke: #d1d9e0 }
            .bar { fill: #8c959f }
            .ours { fill: #0969da }
            @media (prefers-color-scheme: dark) {
            text { fill: #f0f6fc }
            .small { fill: #9198a1 }
            .grid { stroke: #3d444d }
            .bar { fill: #656c76 }
            .ours { fill: #4493f8 }
            }
            </style>
            """;

    /** The decade that holds the smallest value begins the scale. */
    private int firstDecade() {
        return (int) Math.floor(Math.log10(measured().min().orElse(1)));
    }

    private int lastDecade() {
        int last = (int) Math.ceil(Math.log10(measured().max().orElse(10)));
        return Math.max(last, firstDecade() + 1);
    }

    private DoubleStream measured() {
        return bars.stream().mapToDouble(Bar::value).filter(value -> value > 0);
    }

    /** Where a value ends, from the left. */
    double x(double value) {
        double decades = lastDecade() - firstDecade();
        double room = WIDTH - LABELS - NOTES;
        return LABELS + room * (Math.log10(value) - firstDecade()) / decades;
    }

    String svg() {
        int height = TOP + ROW * bars.size() + BOTTOM;
        var svg = new StringBuilder();
        add(
                svg,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
                WIDTH,
                height);
        add(svg, "<title>%s</title>%n", escaped(title));
        svg.append(STYLE);
        add(svg, "<text class=\"title\" x=\"8\" y=\"22\">%s</text>%n", escaped(title));
        for (int decade = firstDecade(); decade <= lastDecade(); decade++) {
            double value = Math.pow(10, decade);
            double x = x(value);
            int foot = height - BOTTOM + 4;
            add(
                    svg,
                    "<line class=\"grid\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                    x,
                    x,
                    TOP - 8,
                    foot);
            add(
                    svg,
                    "<text class=\"small\" x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                    x,
                    foot + 16,
                    number(value) + (decade == lastDecade() ? " " + escaped(unit) : ""));
        }
        for (int i = 0; i < bars.size(); i++) {
            bar(svg, bars.get(i), TOP + ROW * i);
        }
        return svg.append("</svg>\n").toString();
    }

    private void bar(StringBuilder svg, Bar bar, int y) {
        add(
                svg,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                LABELS - 8,
                y + 15,
                escaped(bar.label()));
        double end = LABELS;
        if (bar.value() > 0) {
            end = Math.max(x(bar.value()), LABELS + 2);
            add(
                    svg,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\""
                            + " rx=\"2\"/>%n",
                    bar.ours() ? "ours" : "bar",
                    LABELS,
                    y + 1,
                    end - LABELS,
                    ROW - 8);
        }
        add(svg, "<text x=\"%.1f\" y=\"%d\">%s</text>%n", end + 6, y + 15, escaped(bar.note()));
    }

    /** With as many places as say something. */
    static String number(double value) {
        return value >= 100
                ? String.format(Locale.ROOT, "%,.0f", value)
                : value >= 1 && value == Math.rint(value)
                        ? String.format(Locale.ROOT, "%.0f", value)
                        : value >= 10
                                ? String.format(Locale.ROOT, "%.1f", value)
                                : String.format(Locale.ROOT, "%.2f", value);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    @SuppressWarnings("AnnotateFormatMethod") // the annotation is in a library of its own
    private static void add(StringBuilder svg, String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format.replace("%n", "\n"), values));
    }
}
