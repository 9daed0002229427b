package dev.gatehouse.console.history;

import dev.gatehouse.console.text.Language;
import dev.gatehouse.console.text.SiteTime;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.VisitQuery;
import dev.gatehouse.port.HistoryPort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;

/** The file that the window writes of all visits, without the window. */
public final class ExportedVisits {
    private ExportedVisits() {}

    /**
     * Writes all visits of a node as the window does.
     *
     * @return what is in the file
     */
    public static String of(HistoryPort history, Path file) throws IOException {
        var columns =
                new CsvColumns(new Words(Language.EN), new SiteTime(ZoneId.of("Asia/Ho_Chi_Minh")));
        var query = new VisitQuery(VisitQuery.Which.ALL, null, null, null, null, 1);
        new Export(history, query, file).run(columns.header(), columns::cells, _ -> {});
        return Files.readString(file);
    }
}
