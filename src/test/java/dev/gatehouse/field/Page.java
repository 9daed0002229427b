package dev.gatehouse.field;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The figures as people read them: a page in Markdown with its plots. */
final class Page {
    private final Map<String, String> environment;
    private final List<Figure> figures;

    Page(Map<String, String> environment, List<Figure> figures) {
        this.environment = environment;
        this.figures = figures;
    }

    /** Writes {@code field.md} and {@code field-*.svg} into that folder. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (Plot plot : plots()) {
            Files.writeString(folder.resolve(plot.file()), plot.chart().svg());
        }
        Files.writeString(folder.resolve("field.md"), markdown());
    }

    private record Plot(String file, BarChart chart) {}

    private List<Plot> plots() {
        var plots = new ArrayList<Plot>();
        for (int rows : sizes("missed", Figure.AS_IT_IS)) {
            plots.add(new Plot("field-" + rows + ".svg", missed(rows, Figure.AS_IT_IS)));
        }
        for (int rows : sizes("missed", Figure.SLOWED)) {
            plots.add(new Plot("field-" + rows + "-slow-disk.svg", missed(rows, Figure.SLOWED)));
        }
        return plots;
    }

    private BarChart missed(int rows, String disk) {
        var bars = new ArrayList<BarChart.Bar>();
        bareMedian(rows, disk)
                .ifPresent(
                        ms ->
                                bars.add(
                                        new BarChart.Bar(
                                                "bare SQLite batch",
                                                ms,
                                                BarChart.number(ms) + " ms",
                                                false)));
        for (Contender system : Contender.values()) {
            find("missed", system, rows, disk)
                    .ifPresent(
                            figure ->
                                    bars.add(
                                            figure.isMeasured()
                                                    ? new BarChart.Bar(
                                                            system.title(),
                                                            figure.median(),
                                                            "%s ms, %s×"
                                                                    .formatted(
                                                                            BarChart.number(
                                                                                    figure
                                                                                            .median()),
                                                                            ratio(figure)),
                                                            system == Contender.GATEHOUSE)
                                                    : new BarChart.Bar(
                                                            system.title(),
                                                            Double.NaN,
                                                            "none",
                                                            false)));
        }
        String title =
                String.format(
                        Locale.ROOT,
                        "%,d rows missed, until all are committed%s",
                        rows,
                        disk.equals(Figure.SLOWED) ? ", each sync 8 ms" : "");
        return new BarChart(title, "ms", bars);
    }

    private static String ratio(Figure figure) {
        return String.format(Locale.ROOT, "%.1f", figure.ratio());
    }

    String markdown() {
        var page = new StringBuilder();
        page.append(
                """
                # Measured against the field

                `mvn -q -Pfield` measures all of this anew, prints it and leaves it in `target/field`; \
                `mvn -q -Pfield -Dargs="missed symmetric 5000 5"` one line of it. Two ends in processes of \
                their own, a line between them through which every byte is counted, the same rows for \
                all: 22 columns, some 560 bytes, a unique text id and two more indexes; 58 in a hundred \
                visits have ended. Eight exchanges of rows of its own, before 50,000 rows or more three, \
                warm each up before anything counts. The clock runs from the \
                first connection that the line lets through until the receiver has committed the last \
                row, and afterwards its rows are counted. Just before each run SQLite alone takes as \
                many rows in one transaction (a write-ahead log, `synchronous = FULL`), in a process of \
                its own: the *bare batch*, and the unit. That process is young and its code not yet \
                compiled, so the ratios are kind to all. Figures are medians.

                The rivals' rows were written in one transaction at their sender; Gatehouse's by its \
                cameras over HTTP, 1.58 events a row, each hashed and folded by itself.

                """);
        environment(page);
        for (String disk : List.of(Figure.AS_IT_IS, Figure.SLOWED)) {
            missed(page, disk);
        }
        costs(page);
        live(page);
        gatehouseAlone(page);
        page.append(
                """
                ## Their configuration

                [SymmetricDS](../src/field/symmetric), [PouchDB](../src/field/pouchdb),
                [PostgreSQL](../src/field/postgres); the
                [original's algorithm](../src/test/java/dev/gatehouse/field/OriginalEnd.java) is the
                project's own stand-in with a disk. Nothing of them is in what Gatehouse ships.
                """);
        return page.toString();
    }

    private void environment(StringBuilder page) {
        page.append("| | |\n|---|---|\n");
        environment.forEach((name, value) -> row(page, name, value));
        page.append('\n');
    }

    private void missed(StringBuilder page, String disk) {
        TreeSet<Integer> sizes = sizes("missed", disk);
        if (sizes.isEmpty()) {
            return;
        }
        boolean slowed = disk.equals(Figure.SLOWED);
        page.append(slowed ? "## Each sync of the disk 8 ms\n\n" : "## What was missed\n\n");
        var head = new ArrayList<String>(List.of("until all are committed"));
        sizes.forEach(rows -> head.add(String.format(Locale.ROOT, "%,d rows", rows)));
        header(page, head);
        var bare = new ArrayList<String>(List.of("bare SQLite batch"));
        sizes.forEach(
                rows -> bare.add(bareMedian(rows, disk).map(ms -> milliseconds(ms)).orElse("")));
        row(page, bare.toArray(String[]::new));
        for (Contender system : Contender.values()) {
            List<Optional<Figure>> found =
                    sizes.stream().map(rows -> find("missed", system, rows, disk)).toList();
            if (found.stream().anyMatch(Optional::isPresent)) {
                var cells = new ArrayList<String>(List.of(system.title()));
                found.forEach(figure -> cells.add(figure.map(Page::cell).orElse("")));
                row(page, cells.toArray(String[]::new));
            }
        }
        page.append('\n');
        for (Contender system : Contender.values()) {
            sizes.stream()
                    .flatMap(rows -> find("missed", system, rows, disk).stream())
                    .filter(figure -> figure.why() != null)
                    .map(figure -> "- " + system.title() + ": " + figure.why() + "\n")
                    .distinct()
                    .forEach(page::append);
        }
        for (Contender system : Contender.values()) {
            for (int rows : sizes) {
                find("syncs made slow", system, rows, disk)
                        .ifPresent(
                                figure ->
                                        page.append(
                                                "- %s, %,d rows: %.0f syncs of both ends were slow%n"
                                                        .formatted(
                                                                system.title(),
                                                                rows,
                                                                figure.median())));
            }
        }
        page.append('\n');
        for (int rows : sizes) {
            page.append(
                    "![%s](field-%d%s.svg)%n%n"
                            .formatted(
                                    missed(rows, disk).title(), rows, slowed ? "-slow-disk" : ""));
        }
    }

    /** The median, how many times the bare batch, and of how many runs where they are few. */
    private static String cell(Figure figure) {
        if (!figure.isMeasured()) {
            return "none";
        }
        int runs = figure.values().size();
        return milliseconds(figure.median())
                + " ("
                + ratio(figure)
                + "×"
                + (runs < 5 ? "; " + (runs == 1 ? "one run" : runs + " runs") : "")
                + ")";
    }

    private static String milliseconds(double ms) {
        return BarChart.number(ms) + " ms";
    }

    private void costs(StringBuilder page) {
        List<Figure> wire =
                figures.stream()
                        .filter(figure -> figure.part().equals("wire of missed"))
                        .filter(figure -> figure.disk().equals(Figure.AS_IT_IS))
                        .toList();
        if (wire.isEmpty()) {
            return;
        }
        page.append("## What it costs\n\n");
        header(
                page,
                List.of(
                        "",
                        "rows",
                        "bytes a row on the line",
                        "processor of both ends, a row",
                        "memory of the sender",
                        "memory of the receiver"));
        for (Contender system : Contender.values()) {
            for (int rows : sizes("wire of missed", Figure.AS_IT_IS)) {
                if (find("wire of missed", system, rows, Figure.AS_IT_IS).isPresent()) {
                    row(
                            page,
                            system.title(),
                            String.format(Locale.ROOT, "%,d", rows),
                            value("wire of missed", system, rows, ""),
                            value("processor of missed", system, rows, " µs"),
                            value("memory of the sender", system, rows, " MB"),
                            value("memory of the receiver", system, rows, " MB"));
                }
            }
        }
        page.append(
                "\nMemory is what the system holds for the process and all below it (PSS: what"
                        + " several share counts once), after the exchange.\n\n");
    }

    private void live(StringBuilder page) {
        if (sizes("live p50", Figure.AS_IT_IS).isEmpty()) {
            return;
        }
        page.append("## One event, live\n\n");
        header(
                page,
                List.of(
                        "from the answer here to the commit there",
                        "p50",
                        "p99",
                        "processor of both ends"));
        for (Contender system : Contender.values()) {
            if (find("live p99", system, 1, Figure.AS_IT_IS).isPresent()) {
                row(
                        page,
                        system.title(),
                        value("live p50", system, 1, " ms"),
                        value("live p99", system, 1, " ms"),
                        value("processor of live", system, 1, " µs"));
            }
        }
        page.append('\n');
    }

    private String value(String part, Contender system, int size, String unit) {
        return find(part, system, size, Figure.AS_IT_IS)
                .map(figure -> BarChart.number(figure.median()) + unit)
                .orElse("");
    }

    private void gatehouseAlone(StringBuilder page) {
        List<Figure> alone =
                figures.stream()
                        .filter(
                                f ->
                                        f.part().startsWith("growth")
                                                || f.part().startsWith("ten nodes")
                                                || f.part().equals("acknowledged"))
                        .toList();
        if (alone.isEmpty()) {
            return;
        }
        page.append("## Gatehouse alone\n\n");
        header(page, List.of("", "nodes or clients", "figure", ""));
        for (Figure figure : alone) {
            row(
                    page,
                    figure.part(),
                    Integer.toString(figure.size()),
                    BarChart.number(figure.median()) + " " + figure.unit(),
                    figure.why() == null ? "" : figure.why());
        }
        page.append('\n');
    }

    private Optional<Double> bareMedian(int rows, String disk) {
        List<Double> all =
                figures.stream()
                        .filter(f -> f.part().equals("missed"))
                        .filter(f -> f.size() == rows && f.disk().equals(disk))
                        .flatMap(f -> f.bare().stream())
                        .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(Figure.median(all));
    }

    private TreeSet<Integer> sizes(String part, String disk) {
        return figures.stream()
                .filter(f -> f.part().equals(part) && f.disk().equals(disk))
                .map(Figure::size)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Optional<Figure> find(String part, Contender system, int size, String disk) {
        return figures.stream()
                .filter(f -> f.part().equals(part) && f.system().equals(system.id()))
                .filter(f -> f.size() == size && f.disk().equals(disk))
                .findAny();
    }

    private static void header(StringBuilder page, List<String> titles) {
        row(page, titles.toArray(String[]::new));
        page.append("|---".repeat(titles.size())).append("|\n");
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
}
