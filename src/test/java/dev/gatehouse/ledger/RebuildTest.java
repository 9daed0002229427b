package dev.gatehouse.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gatehouse.ledger.check.Rebuild;
import dev.gatehouse.ledger.check.Verification;
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
            List.of("fact", "passage", "history", "visit", "history_id");

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
        HandMade.change(file, "UPDATE history SET fee = 7, plate_view = 'X' WHERE id % 3 = 0");
        HandMade.change(file, "DELETE FROM visit WHERE id % 5 = 0");
        HandMade.change(file, "DELETE FROM fact WHERE seq % 7 = 0");
        HandMade.change(file, "DELETE FROM passage");
        assertThat(clean()).isFalse();

        rebuild((_, _, _) -> {});

        assertThat(tables()).isEqualTo(before);
    }

    @Test
    void rowsThatWereLostComeBackUnderTheirNumbersAndInTheirOrder() throws SQLException {
        HandMade.change(file, "DELETE FROM history");
        HandMade.change(file, "DELETE FROM visit");

        rebuild((_, _, _) -> {});

        assertThat(HandMade.rows(file, "history_id")).isEqualTo(before.getLast());
        assertThat(clean()).isTrue();
        assertThat(HandMade.rows(file, "(SELECT created_at, id, 1 FROM history WHERE id > 6000)"))
                .startsWith("2026-11-22 05:00:00");
    }

    @Test
    void aNumberThatWasForgottenIsKeptByItsRow() throws SQLException {
        HandMade.change(file, "DELETE FROM history_id WHERE id % 2 = 0");
        rebuild((_, _, _) -> {});
        assertThat(tables()).isEqualTo(before);
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
