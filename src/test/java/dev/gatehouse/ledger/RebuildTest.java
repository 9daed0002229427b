package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.check.Verification;
import dev.gatehouse.ledger.store.VisitRows;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Progress;
import dev.gatehouse.model.Visit;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class RebuildTest {
    private static final List<String> TABLES =
            List.of(
                    "fact",
                    "history",
                    "(SELECT " + VisitRows.COLUMNS + " FROM visit v" + VisitRows.TEXTS + ")",
                    "retired");

    private static final int CARS = 6_000;

    @TempDir Path folder;
    private Path file;
    private final List<String> before = new ArrayList<>();

    @BeforeEach
    void aBoothWithAPast() throws SQLException {
        try (Booth booth = new Booth(folder, "central-1");
                Booth peer = new Booth(folder, "central-2")) {
            file = booth.file;
            peer.enter("51H00001");
            VerificationTest.fill(booth, CARS);
            Visit visit = booth.enter("29A12345");
            booth.clock.pass(Duration.ofMinutes(61));
            booth.confirm(visit);
            booth.leave(visit, 25_000);
            booth.pull(peer, 100);
            booth.enter("29A12345");
        }
        before.addAll(tables());
    }

    private List<String> tables() throws SQLException {
        var all = new ArrayList<String>();
        for (String table : TABLES) {
            all.add(HandMade.rows(file, table));
        }
        return all;
    }

    private long rebuild(Progress progress) {
        return Rebuild.run(file, Booth.ZONE, new CentralId("central-1"), progress);
    }

    private boolean clean() {
        return Verification.run(file, Booth.ZONE, (_, _, _) -> true, (_, _, _) -> {}).clean();
    }

    @Test
    void itGivesTheSameRowsUnderTheSameNumbers() throws SQLException {
        assertThat(rebuild((_, _, _) -> {})).isEqualTo(CARS + 3);
        assertThat(tables()).isEqualTo(before);
        assertThat(clean()).isTrue();
    }

    @Test
    void whateverWasDoneToTheProjectionsIsMended() throws SQLException {
        HandMade.change(file, "UPDATE visit SET fee = 7, view = 'X' WHERE id % 3 = 0");
        HandMade.change(file, "UPDATE gate SET edge_id = 'X'");
        HandMade.change(file, "UPDATE visit SET entry_at = NULL WHERE id % 7 = 0");
        HandMade.change(
                file, "UPDATE visit SET exit_t = 5, entry_at = entry_at + 1 WHERE id % 5 = 0");
        HandMade.change(file, "DELETE FROM fact");
        assertThat(clean()).isFalse();

        rebuild((_, _, _) -> {});

        assertThat(tables()).isEqualTo(before);
    }

    @Test
    void rowsThatWereLostComeBackInTheOrderInWhichTheirCarsCameIn() throws SQLException {
        String inOrder = "(SELECT row_number() OVER (ORDER BY %s), plate FROM visit)";
        String order = HandMade.rows(file, inOrder.formatted("entry_wall, entry_t"));
        HandMade.change(file, "DELETE FROM visit");

        rebuild((_, _, _) -> {});

        assertThat(HandMade.rows(file, inOrder.formatted("id"))).isEqualTo(order);
        assertThat(clean()).isTrue();
        assertThat(HandMade.rows(file, "(SELECT created_at, id, 1 FROM history WHERE id > 6000)"))
                .startsWith("2026-11-22 05:00:00");
    }

    @Test
    void aRowThatWasLostIsNumberedBehindTheOthersWhichKeepTheirNumbers() throws SQLException {
        HandMade.change(file, "DELETE FROM visit WHERE id % 2 = 0");
        String others = "(SELECT id, event_id FROM history WHERE id % 2 = 1 AND id <= 6003)";
        String kept = HandMade.rows(file, others);

        rebuild((_, _, _) -> {});

        assertThat(HandMade.rows(file, others)).isEqualTo(kept);
        assertThat(HandMade.rows(file, "(SELECT count(*), max(id) FROM visit)"))
                .isEqualTo("6003|9004|\n");
        assertThat(clean()).isTrue();
    }

    @Test
    void theNumberOfAVisitThatIsNoneStaysWithItsName() throws SQLException {
        HandMade.change(file, "INSERT INTO retired VALUES (7000, 'central-9_1_29A1')");
        HandMade.change(file, "INSERT INTO retired VALUES (7001, NULL)");
        String retired = HandMade.rows(file, "retired");

        rebuild((_, _, _) -> {});

        assertThat(HandMade.rows(file, "retired")).isEqualTo(retired);
        assertThat(tables().subList(0, 3)).isEqualTo(before.subList(0, 3));
    }

    @Test
    void anInterruptedRebuildIsDoneAtTheNextStartBeforeAnythingIsShown() throws SQLException {
        for (long step : List.of(0L, 10_000L, 12_003L, 20_000L, 23_000L)) {
            assertThatThrownBy(
                            () ->
                                    rebuild(
                                            (_, done, _) -> {
                                                if (done > step) {
                                                    throw new IllegalStateException("power cut");
                                                }
                                            }))
                    .hasMessage("power cut");
            assertThat(clean()).isFalse();

            try (Booth booth = new Booth(folder, "central-1", 3 + step)) {
                assertThat(booth.ledger().stats().vehiclesInside()).isEqualTo(2);
            }
            assertThat(tables()).isEqualTo(before);
        }
    }

    @Test
    void anInterruptedRebuildCanBeRunAgain() throws SQLException {
        assertThatThrownBy(
                        () ->
                                rebuild(
                                        (_, _, _) -> {
                                            throw new IllegalStateException("power cut");
                                        }))
                .hasMessage("power cut");
        rebuild((_, _, _) -> {});
        assertThat(tables()).isEqualTo(before);
    }
}
