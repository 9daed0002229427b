package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.console.keys.Shortcut;
import dev.gatehouse.console.text.AlarmWords;
import dev.gatehouse.console.text.Causes;
import dev.gatehouse.console.text.Language;
import dev.gatehouse.console.text.Words;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.StoreTrouble;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Both languages say the same, and nothing is said that nobody asks for. */
class TextsTest {
    private static final Path RESOURCES = Path.of("src/main/resources/dev/gatehouse/console");
    private static final Path SOURCES = Path.of("src/main/java/dev/gatehouse/console");
    private static final Pattern LITERAL = Pattern.compile("\"([a-z]+(?:\\.[a-zA-Z0-9]+)+)\"");

    /** No barrier is driven yet: what opens one is a hand. */
    private static final Pattern OPENS =
            Pattern.compile("(?i)mở barie|barie đang|open the barrier|barrier (is|opens)");

    private static final Pattern ORDERS =
            Pattern.compile(
                    "Hãy mở barie|(?i:không mở barie)|[Oo]pen the barrier\\.|(?i:do not open)");

    private static Properties bundle(Language language) throws IOException {
        var bundle = new Properties();
        Path file = RESOURCES.resolve("text_" + language.code() + ".properties");
        try (var in = Files.newBufferedReader(file)) {
            bundle.load(in);
        }
        return bundle;
    }

    private static Set<String> keysInSources(Set<String> screens) throws IOException {
        var keys = new TreeSet<String>();
        try (var files = Files.walk(SOURCES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                LITERAL.matcher(Files.readString(file))
                        .results()
                        .map(r -> r.group(1))
                        .filter(k -> screens.contains(k.substring(0, k.indexOf('.'))))
                        .forEach(keys::add);
            }
        }
        return keys;
    }

    @Test
    void everyKeyIsInBothLanguagesAndUsedAndNoneIsMissing() throws IOException {
        Set<String> vi = new TreeSet<>(bundle(Language.VI).stringPropertyNames());
        Set<String> en = new TreeSet<>(bundle(Language.EN).stringPropertyNames());
        Set<String> screens =
                vi.stream().map(k -> k.substring(0, k.indexOf('.'))).collect(Collectors.toSet());
        assertThat(en).isEqualTo(vi);
        Set<String> used = keysInSources(screens);
        for (Alarm.Code code : Alarm.Code.values()) {
            used.add(code.textKey());
            used.add(code.actionKey());
        }
        assertThat(used).containsExactlyInAnyOrderElementsOf(vi);
    }

    @Test
    void noKeyStandsTwiceInAFile() throws IOException {
        for (Language language : Language.values()) {
            Path file = RESOURCES.resolve("text_" + language.code() + ".properties");
            assertThat(Files.readAllLines(file).stream().filter(l -> l.matches("[a-z].*=.*")))
                    .map(l -> l.substring(0, l.indexOf('=')))
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void bothLanguagesPutInTheSameFigures() throws IOException {
        Properties vi = bundle(Language.VI);
        Properties en = bundle(Language.EN);
        for (String key : vi.stringPropertyNames()) {
            assertThat(places(en.getProperty(key))).as(key).isEqualTo(places(vi.getProperty(key)));
            assertThat(new MessageFormat(vi.getProperty(key)).toPattern()).as(key).isNotNull();
            assertThat(new MessageFormat(en.getProperty(key)).toPattern()).as(key).isNotNull();
        }
    }

    private static Set<String> places(String pattern) {
        return Pattern.compile("\\{(\\d)")
                .matcher(pattern)
                .results()
                .map((MatchResult r) -> r.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyCodeOfTheNodeHasWordsInBothLanguages() {
        for (Language language : Language.values()) {
            var causes = new Causes(new Words(language));
            for (var code : LinkState.Refusal.Code.values()) {
                var why = new LinkState.Refusal(code, "for the log", "one", "two", "three");
                assertThat(causes.of(why)).isNotBlank().doesNotContain("{", "for the log");
            }
            for (var code : Health.Code.values()) {
                switch (code) {
                    case OK, PENDING -> {} // the line itself says all
                    case STORE_CANNOT_WRITE,
                            PORT_TAKEN,
                            ADDRESS_MISSING,
                            NOT_ALLOWED,
                            UNKNOWN_HOST,
                            CONFIG_SLIP,
                            FAILED -> {
                        var check = Health.Check.broken("api", code, "for the log", "1", "two");
                        assertThat(causes.of(check))
                                .isNotBlank()
                                .doesNotContain("{", "for the log");
                    }
                }
            }
        }
    }

    @Test
    void everyAlarmSaysWhatIsWrongAndWhatToDoInBothLanguages() {
        Instant begun = Instant.parse("2026-11-22T07:00:00Z");
        for (Language language : Language.values()) {
            var words = new AlarmWords(new Words(language));
            for (Alarm.Code code : Alarm.Code.values()) {
                var alarm =
                        new Alarm(
                                1,
                                code,
                                "central-3",
                                code.severity(),
                                List.of("17"),
                                "for the log",
                                begun,
                                1,
                                null,
                                null,
                                null);
                Instant now = begun.plusSeconds(33 * 60);
                String all = words.what(alarm, now) + " " + words.action(alarm, now);
                assertThat(all).doesNotContain("{", "for the log");
                assertThat(words.what(alarm, now)).endsWith(".");
                assertThat(words.action(alarm, now)).endsWith(".");
                assertThat(all.length())
                        .as("one line of the booth's screen: " + all)
                        .isLessThan(115);
            }
        }
    }

    @Test
    void aDiskThatTakesNoWritesIsCalledReadOnlyAndEachTroubleHasItsOwnRemedy() {
        assertThat(unwritten(StoreTrouble.READ_ONLY, Language.EN))
                .isEqualTo(
                        "Cannot write data: the disk is read-only. Use paper slips, call the"
                                + " administrator. Have the disk checked.");
        assertThat(unwritten(StoreTrouble.READ_ONLY, Language.VI)).contains("chỉ cho đọc");
        assertThat(unwritten(StoreTrouble.FULL, Language.EN)).contains("full", "Make room");
        assertThat(unwritten(StoreTrouble.FULL, Language.VI)).contains("hết chỗ", "Dọn ổ đĩa");
        for (Language language : Language.values()) {
            var all = new HashSet<String>();
            for (StoreTrouble each : StoreTrouble.values()) {
                String text = unwritten(each, language);
                assertThat(text.length()).as("one line: " + text).isLessThan(115);
                assertThat(all.add(text)).as(text).isTrue();
            }
        }
    }

    private static String unwritten(StoreTrouble trouble, Language language) {
        var alarm =
                new Alarm(
                        1,
                        Alarm.Code.STORE_CANNOT_WRITE,
                        "",
                        1,
                        List.of(trouble.name()),
                        "for the log",
                        Instant.EPOCH,
                        1,
                        null,
                        null,
                        null);
        var words = new AlarmWords(new Words(language));
        return words.what(alarm, Instant.EPOCH) + " " + words.action(alarm, Instant.EPOCH);
    }

    @Test
    void noTextOfACarSaysThatItsBarrierOpensOnlyThatSomebodyIsToOpenItOrNotTo() throws IOException {
        for (Language language : Language.values()) {
            Properties texts = bundle(language);
            assertThat(texts.stringPropertyNames())
                    .filteredOn(
                            key -> key.startsWith("gate.card.") || key.startsWith("gate.result."))
                    .extracting(texts::getProperty)
                    .filteredOn(text -> OPENS.matcher(text).find())
                    .hasSizeGreaterThan(5)
                    .allMatch(text -> ORDERS.matcher(text).find());
        }
    }

    @Test
    void aSlipOfTheConfigurationIsNamedByItsPlace() {
        assertThat(slip("1", "config.json: line 3, column 5: Unexpected character"))
                .isEqualTo("/data/config.json, dòng 3, cột 5.");
        assertThat(
                        slip(
                                "1",
                                "config.json: peer_centrals[0].ip: missing; expected an IPv4"
                                        + " address such as 192.168.1.102, or a host name"))
                .isEqualTo(
                        "/data/config.json, mục peer_centrals[0].ip chưa có, cần địa chỉ IPv4 như"
                                + " 192.168.1.102, hoặc tên máy.");
        assertThat(
                        slip(
                                "2",
                                "config.json: site.capacity: -1; expected a whole number from 1 to"
                                        + " 1000000"))
                .isEqualTo(
                        "/data/config.json, mục site.capacity đang là -1, cần số nguyên từ 1 đến"
                                + " 1000000. Còn 1 chỗ nữa.");
        assertThat(slip("1", "config.json: the whole file: empty; expected an object"))
                .isEqualTo("Nhật ký ghi rõ chỗ sai.");
    }

    private static String slip(String count, String first) {
        return new Causes(new Words(Language.VI))
                .of(
                        Health.Check.broken(
                                "config",
                                Health.Code.CONFIG_SLIP,
                                first,
                                count,
                                first,
                                "/data/config.json"));
    }

    @Test
    void noKeyOfTheKeyboardMeansTwoThings() {
        assertThat(Shortcut.values())
                .filteredOn(s -> s != Shortcut.DETAILS) // Enter, where no question waits for it
                .filteredOn(s -> !s.name().startsWith("LENGTH_")) // the question after the reason
                .extracting(Shortcut::label)
                .doesNotHaveDuplicates();
        assertThat(Arrays.stream(Shortcut.values()).map(Shortcut::key)).doesNotHaveDuplicates();
    }

    @Test
    void figuresAreWrittenAsTheLanguageDoes() {
        Words vi = new Words(Language.VI);
        assertThat(vi.dong(75_000)).isEqualTo("75.000\u00A0₫");
        assertThat(vi.number(48_213)).isEqualTo("48.213");
        assertThat(vi.numberOrUnknown(null)).isEqualTo("?");
        assertThat(vi.offset(-140)).isEqualTo("−0,1 s");
        assertThat(vi.offset(20)).isEqualTo("0,0 s");
        assertThat(vi.stay(Duration.ofMinutes(195))).isEqualTo("3 giờ 15 phút");
        assertThat(vi.stay(Duration.ofSeconds(59))).isEqualTo("dưới 1 phút");
        assertThat(vi.span(Duration.ofHours(74))).isEqualTo("3 ngày 2 giờ");
        Words en = new Words(Language.EN);
        assertThat(en.dong(75_000)).isEqualTo("75,000\u00A0VND");
        assertThat(en.get("resync.cancelled", 1L)).isEqualTo("Cancelled. 1 event kept.");
        assertThat(en.get("resync.cancelled", 1_200L)).isEqualTo("Cancelled. 1,200 events kept.");
    }
}
