package dev.gatehouse.console.history;

import dev.gatehouse.console.text.CsvFile;
import dev.gatehouse.model.Csv;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.VisitPage;
import dev.gatehouse.model.VisitQuery;
import dev.gatehouse.port.HistoryPort;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Writes all visits of a query to a file, page by page, so that no list of them is ever held. The
 * file is there whole or not at all. Blocks; one thread runs it, any may cancel.
 */
final class Export {
    private final HistoryPort history;
    private final VisitQuery query;
    private final Path file;
    private volatile boolean cancelled;

    /**
     * @param query its page and limit do not count
     * @param file must not exist yet
     */
    Export(HistoryPort history, VisitQuery query, Path file) {
        this.history = history;
        this.query =
                new VisitQuery(
                        query.which(),
                        query.from(),
                        query.to(),
                        query.search(),
                        null,
                        HistoryQuery.MAX_LIMIT);
        this.file = file;
    }

    /** Stops it soon; no file is left. */
    void cancel() {
        cancelled = true;
    }

    /** How many visits there are to write. */
    long total() {
        return history.count(query);
    }

    /**
     * @param header the first line
     * @param cells of a visit
     * @param written told after every page how many visits are written
     * @return whether it came to its end; false where it was cancelled
     * @throws IOException where the file is there already or cannot be written
     * @throws dev.gatehouse.port.StoreUnreadableException where the visits cannot be read
     */
    boolean run(
            List<String> header,
            Function<VisitPage.Row, List<Csv.Cell>> cells,
            LongConsumer written)
            throws IOException {
        return CsvFile.write(file, out -> write(out, header, cells, written));
    }

    private boolean write(
            Writer out,
            List<String> header,
            Function<VisitPage.Row, List<Csv.Cell>> cells,
            LongConsumer written)
            throws IOException {
        out.write(Csv.header(header));
        long rows = 0;
        VisitQuery.@Nullable Place next = null;
        do {
            VisitPage page = history.visits(query.after(next));
            for (VisitPage.Row row : page.rows()) {
                out.write(Csv.line(cells.apply(row)));
            }
            rows += page.rows().size();
            written.accept(rows);
            next = page.next();
        } while (next != null && !cancelled);
        return !cancelled;
    }
}
