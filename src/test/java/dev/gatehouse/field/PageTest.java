package dev.gatehouse.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class PageTest {
    @TempDir Path folder;

    private static Figure missed(
            String system, int rows, List<Double> ms, List<Double> bare, @Nullable String why) {
        return new Figure("missed", system, rows, Figure.AS_IT_IS, "ms", ms, bare, why);
    }

    private static String page(Figure... figures) {
        return new Page(Map.of("cores", "2"), List.of(figures)).markdown();
    }

    @Test
    void aFigureStandsWithItsRatioToTheBareBatchOfItsOwnRun() {
        List<Double> ms = List.of(50.0, 40.0, 60.0, 45.0, 55.0);
        List<Double> bare = List.of(10.0, 10.0, 11.0, 9.0, 10.0);

        assertThat(page(missed("gatehouse", 1_000, ms, bare, null)))
                .contains("| Gatehouse | 50 ms (5.0×) |");
    }

    @Test
    void fewRunsAreSaid() {
        assertThat(page(missed("pouchdb", 1_000, List.of(80.0), List.of(10.0), null)))
                .contains("| PouchDB | 80 ms (8.0×; one run) |");
    }

    @Test
    void whoIsAbsentStaysInTheTableWithTheReason() {
        assertThat(
                        page(
                                missed("gatehouse", 1_000, List.of(50.0), List.of(10.0), null),
                                missed("postgres", 1_000, List.of(), List.of(), "not here: x")))
                .contains("| PostgreSQL logical replication | none |")
                .contains("- PostgreSQL logical replication: not here: x\n");
    }

    @Test
    void theBareBatchIsTheMedianOfAllOfItsRuns() {
        assertThat(
                        page(
                                missed("gatehouse", 1_000, List.of(50.0), List.of(10.0), null),
                                missed("symmetric", 1_000, List.of(90.0), List.of(30.0), null)))
                .contains("| bare SQLite batch | 20 ms |");
    }

    @Test
    void everyPictureOnThePageIsWritten() throws Exception {
        var page =
                new Page(
                        Map.of(),
                        List.of(
                                missed("gatehouse", 1_000, List.of(50.0), List.of(10.0), null),
                                missed("symmetric", 5_000, List.of(), List.of(), "why")));
        page.write(folder);

        assertThat(page.markdown()).contains("(field-1000.svg)", "(field-5000.svg)");
        assertThat(folder.resolve("field-1000.svg")).isNotEmptyFile();
        assertThat(folder.resolve("field-5000.svg")).isNotEmptyFile();
        assertThat(folder.resolve("field.md")).content().isEqualTo(page.markdown());
    }

    @Test
    void whatIsMeasuredAgainTakesThePlaceOfWhatWas() throws Exception {
        Path file = folder.resolve("field.json");
        var results = new Results(file);
        results.add(missed("gatehouse", 1_000, List.of(50.0), List.of(10.0), null));
        results.add(missed("gatehouse", 1_000, List.of(40.0), List.of(10.0), null));
        results.add(missed("gatehouse", 5_000, List.of(90.0), List.of(20.0), "a reason"));

        assertThat(new Results(file).figures())
                .containsExactly(
                        missed("gatehouse", 1_000, List.of(40.0), List.of(10.0), null),
                        missed("gatehouse", 5_000, List.of(90.0), List.of(20.0), "a reason"));
    }

    @Test
    void rowsAreTheSameEveryTimeAndSoManyOfThemHaveEnded() {
        var rows = new Rows(3, 1_000);

        assertThat(rows.row(7)).isEqualTo(new Rows(3, 10).row(7));
        assertThat(rows.row(7)).hasSameSizeAs(Rows.COLUMNS);
        assertThat(rows.bytes()).isBetween(530, 590);
        long ended = 0;
        for (int number = 0; number < rows.count(); number++) {
            ended += rows.row(number)[11] == null ? 0 : 1;
        }
        assertThat(ended).isEqualTo(580);
    }
}
