package dev.gatehouse.diag;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.BundleOutcome;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Differences;
import dev.gatehouse.model.Differences.Kind;
import dev.gatehouse.model.Differences.One;
import dev.gatehouse.model.Differences.Side;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.FileTrouble;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.LogLine;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.ResyncOutcome;
import dev.gatehouse.model.StreamId;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipFile;

/** What is handed to whoever is called for help, and what never is. */
class SupportBundleTest {
    private static final String LINE =
            "2026-11-22 14:32:07.123 INFO  Gate 30G-567.89 of event central-1_1732_30G56789 was"
                    + " let in";

    @TempDir Path folder;
    private Path logs;

    @BeforeEach
    void write() throws IOException {
        logs = Files.createDirectories(folder.resolve("logs"));
        Files.writeString(logs.resolve("gatehouse.log"), LINE + "\n");
        Files.writeString(logs.resolve("gatehouse.2026-11-21.0.log"), "an older day\n");
        Files.writeString(folder.resolve("node.key"), "the private key");
    }

    private BundleOutcome save(boolean withPlates) {
        return SupportBundle.write(
                folder.resolve("bundle.zip"), contents(withPlates), (_, _, _) -> {}, () -> false);
    }

    private SupportBundle.Contents contents(boolean withPlates) {
        return contents("events: 48213\n", withPlates);
    }

    private SupportBundle.Contents contents(String figures, boolean withPlates) {
        return new SupportBundle.Contents(
                logs,
                "{\"this_central\": {\"id\": \"central-1\"}, \"api\": {\"token\": \"s3cret\"}}",
                Map.of("figures.txt", figures),
                withPlates);
    }

    private String figures(String figures, boolean withPlates) throws IOException {
        Path file = folder.resolve("bundle.zip");
        BundleOutcome outcome =
                SupportBundle.write(
                        file, contents(figures, withPlates), (_, _, _) -> {}, () -> false);
        return Objects.requireNonNull(read(outcome).get("figures.txt"));
    }

    private static Map<String, String> read(BundleOutcome outcome) throws IOException {
        Path file = ((BundleOutcome.Saved) outcome).file();
        var texts = new HashMap<String, String>();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                texts.put(
                        entry.getName(),
                        new String(
                                zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    @Test
    void itHoldsTheLogsTheConfigurationAndTheFiguresAndNoKey() throws IOException {
        assertThat(read(save(false)))
                .containsOnlyKeys(
                        "logs/gatehouse.log",
                        "logs/gatehouse.2026-11-21.0.log",
                        "config.json",
                        "figures.txt")
                .containsEntry("figures.txt", "events: 48213\n")
                .containsEntry("logs/gatehouse.2026-11-21.0.log", "an older day\n");
    }

    @Test
    void aSecretOfTheConfigurationIsNotInIt() throws IOException {
        assertThat(read(save(true)).get("config.json"))
                .contains("\"id\": \"central-1\"", "\"token\": \"[removed]\"")
                .doesNotContain("s3cret");
    }

    @Test
    void aPlateIsInItOnlyWhereSomebodyWantsThat() throws IOException {
        assertThat(read(save(false)).get("logs/gatehouse.log"))
                .contains("INFO  Gate [plate] of event central-1_1732_[plate] was let in")
                .doesNotContain("567");
        assertThat(read(save(true)).get("logs/gatehouse.log")).contains(LINE);
    }

    @Test
    void theFiguresNameNoCarThatTwoBoothsDifferAbout() throws IOException {
        var here =
                new Side(
                        new EventId(1, 2),
                        "entry",
                        Given.MORNING,
                        "30G56789",
                        new Hash(1, 2, 3, 4));
        var odd =
                new Side(
                        new EventId(3, 4), "entry", Given.MORNING, "XE LẠ 7", new Hash(5, 6, 7, 8));
        var one = new One(Kind.TWO_FACTS, null, new StreamId(1, 2), 17, here, odd);
        var found = new Differences(Given.MORNING, 0, 0, 1, true, List.of(one));
        var still = new ResyncOutcome.StillDifferent(Given.MORNING, 9, 0L, 0L, found);
        String figures = new Given().differing("central-2", 1, still).figures();
        assertThat(figures(figures, false))
                .contains("peer central-2", "twoFacts=1", "listed=1")
                .doesNotContain("56789", "XE LẠ");
    }

    @Test
    void aPlateInTheFiguresIsLeftOutAsInALog() throws IOException {
        String figures = "alarm open: car 30G-567.89\n";
        assertThat(figures(figures, false)).isEqualTo("alarm open: car [plate]\n");
        assertThat(figures(figures, true)).isEqualTo(figures);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "29A-123.45",
                "29A12345",
                "29A-1234",
                "29-B1 123.45",
                "29-AB 123.45",
                "29-MĐ1 013.53",
                "80-011-NG-01",
                "TC-33-86",
                "T29-123.45"
            })
    void everyKindOfPlateIsKnown(String plate) {
        assertThat(Redaction.plates("car " + plate + ".")).isEqualTo("car [plate].");
    }

    @Test
    void timesPortsDigestsAndAddressesStay() {
        String line =
                "2026-11-22 14:32:07.123 WARN  Mesh 10.0.0.12:9000 7f3a91c2 stream"
                        + " 89e6d859f33017ce9e6e85b3485c92a0 event 30123 of central-12";
        assertThat(Redaction.plates(line)).isEqualTo(line);
    }

    @Test
    void noSpreadsheetRunsWhatAnEdgeCallsItself() {
        var passage =
                new GateEvent(
                        new StreamId(1, 2),
                        17,
                        GateEvent.Kind.ENTRY,
                        Given.MORNING,
                        new CentralId("central-1"),
                        "=cmd|' /C calc'!A0",
                        new Plate("29A12345", "29A-123.45"),
                        0,
                        null,
                        true);
        assertThat(FiguresText.csv(List.of(passage)))
                .isEqualTo(
                        "\uFEFFat,way,central,edge,plate,fee,stream,number\r\n"
                                + "2026-11-22T02:51:48Z,ENTRY,central-1,'=cmd|' /C"
                                + " calc'!A0,29A12345,0,"
                                + "\"=\"\"00000000000000010000000000000002\"\"\",17\r\n");
    }

    @Test
    void aLogThatIsCutOrCannotBeReadCostsOnlyItself() throws IOException {
        byte[] cut = {'a', ' ', (byte) 0xC4, '\n', 'b', '\n', 0, 0, (byte) 0xFF};
        Files.write(logs.resolve("gatehouse.2026-11-20.0.log"), cut);
        Files.createDirectory(logs.resolve("gatehouse.2026-11-19.0.log"));
        Map<String, String> texts = read(save(true));
        assertThat(texts.get("logs/gatehouse.2026-11-20.0.log"))
                .isEqualTo("a \uFFFD\nb\n\0\0\uFFFD\n");
        assertThat(texts.get("logs/gatehouse.2026-11-19.0.log"))
                .startsWith("The rest of this log could not be read: java.");
        assertThat(texts.get("logs/gatehouse.log")).contains(LINE);
    }

    @Test
    void itTellsHowFarItIsAndCancelledNothingOfItStays() throws IOException {
        Files.writeString(logs.resolve("gatehouse.log"), (LINE + "\n").repeat(1_000));
        var told = new AtomicLong();
        BundleOutcome outcome =
                SupportBundle.write(
                        folder.resolve("bundle.zip"),
                        contents(false),
                        (_, done, total) -> told.set(100 * done / total),
                        () -> told.get() >= 50);
        assertThat(outcome).isInstanceOf(BundleOutcome.Cancelled.class);
        assertThat(told.get()).isBetween(50L, 60L);
        try (var files = Files.list(folder)) {
            assertThat(files).extracting(f -> f.getFileName().toString()).noneMatch(zip());
        }
    }

    private static java.util.function.Predicate<String> zip() {
        return name -> name.contains("bundle");
    }

    @Test
    void whereItCannotBeWrittenThatIsSaid() {
        Path nowhere = folder.resolve("no such folder").resolve("bundle.zip");
        assertThat(SupportBundle.write(nowhere, contents(false), (_, _, _) -> {}, () -> false))
                .isInstanceOfSatisfying(
                        BundleOutcome.Failed.class,
                        failed -> {
                            assertThat(failed.why()).contains("no such folder");
                            assertThat(failed.trouble()).isEqualTo(FileTrouble.MISSING);
                        });
    }

    @Test
    void theLogIsReadFromItsEndAndStackTracesStayTogether() throws IOException {
        Path log = logs.resolve("gatehouse.log");
        Files.writeString(
                log,
                "x".repeat(600_000)
                        + "\n2026-11-22 14:32:07.123 INFO  Node opened\n"
                        + "2026-11-22 14:32:08.000 ERROR Mesh failed\n"
                        + "java.io.IOException: gone\n\tat dev.gatehouse.X\n"
                        + "2026-11-22 14:32:09.000 WARN  AlarmBook Alarm 1\n");
        assertThat(LogTail.read(log, 10))
                .containsExactly(
                        new LogLine(
                                "2026-11-22 14:32:09.000",
                                LogLine.Level.WARN,
                                "AlarmBook",
                                "Alarm 1"),
                        new LogLine(
                                "2026-11-22 14:32:08.000",
                                LogLine.Level.ERROR,
                                "Mesh",
                                "failed\njava.io.IOException: gone\n\tat dev.gatehouse.X"),
                        new LogLine(
                                "2026-11-22 14:32:07.123", LogLine.Level.INFO, "Node", "opened"));
        assertThat(LogTail.read(log, 1)).hasSize(1);
        assertThat(LogTail.read(folder.resolve("none.log"), 10)).isEqualTo(List.of());
    }
}
