package dev.gatehouse.plate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.model.Plate;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

class PlatesTest {
    @ParameterizedTest(name = "{0} is stored as {1}")
    @CsvSource({
        "29A-123.45, 29A12345",
        "' 29a 123 45 ', 29A12345",
        "29-MĐ1 013.53, 29MĐ101353",
        "29-mđ1 013.53, 29MĐ101353",
        "80-011-NG-01, 80011NG01",
        "TC-33-86, TC3386",
        "ABC, ABC"
    })
    void onlyLettersAndDigitsAreStored(String raw, String canonical) {
        assertThat(plate(raw).canonical()).isEqualTo(canonical);
    }

    @Test
    void aLetterDecodedAsLatin1IsStillTheBarredD() {
        assertThat(plate("29-M\u00D01 013.53").canonical()).isEqualTo("29MĐ101353");
        assertThat(plate("29-m\u00F01 013.53").canonical()).isEqualTo("29MĐ101353");
    }

    @Test
    void aMarkedLetterIsNotTakenForThePlainOne() {
        assertThat(refusal("29A\u0301 12345"))
                .as("composed and decomposed are one text")
                .isEqualTo(refusal("29\u00C1 12345"))
                .isEqualTo(
                        "'29Á 12345' is no plate; expected 3 to 20 letters (A to Z, Đ) and digits,"
                                + " not 'Á' (U+00C1 LATIN CAPITAL LETTER A WITH ACUTE)");
        assertThat(refusal("29A1\u0301 12345"))
                .as("a mark that no letter takes up is named alone")
                .endsWith("not U+0301 COMBINING ACUTE ACCENT");
    }

    @ParameterizedTest(name = "{0} is stored as {1}")
    @CsvSource({
        "29\u0410-777.77, 29A77777", // Cyrillic
        "29\u0412-456.78, 29B45678",
        "29\u0430-777.77, 29A77777",
        "\u0422\u0421-33-86, TC3386",
        "51\u041D-123.45, 51H12345",
        "29-\u041A\u04221 123.45, 29KT112345",
        "3\u041E\u0410-\u0417\u0417\u0417.33, 3OA33333",
        "80-011-N\u050C-01, 80011NG01",
        "29\u0391-777.77, 29A77777", // Greek
        "29\u03B1-777.77, 29A77777",
        "51\u0397-123.45, 51H12345",
        "2\u0396\u039D12345, 2ZN12345",
        "29\uFF21\uFF0D\uFF11\uFF12\uFF13\uFF0E\uFF14\uFF15, 29A12345", // full width
        "29A\u00B9\u00B2\u2083\u2084\u2085, 29A12345",
        "29\u24B6\u2460\u2461\u2462\u2463\u2464, 29A12345",
        "29\uD835\uDC00\uD835\uDFCF2345, 29A12345",
        "\u0662\u0669A\u0661\u0662\u0663\u0664\u0665, 29A12345", // other digits
        "\u06F2\u06F9A\u06F1\u06F2\u06F3\u06F4\u06F5, 29A12345",
        "\u0968\u096FA\u0967\u0968\u0969\u096A\u096B, 29A12345",
        "29-M\u01891 013.53, 29MĐ101353" // the D of African languages with the same bar
    })
    void lettersAndDigitsOfOtherScriptsAreTakenByTheirShape(String raw, String canonical) {
        assertThat(plate(raw).canonical()).isEqualTo(canonical);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "29Ô12345, 'Ô' (U+00D4 LATIN CAPITAL LETTER O WITH CIRCUMFLEX)",
                "29â12345, 'â' (U+00E2 LATIN SMALL LETTER A WITH CIRCUMFLEX)",
                "京A12345, '京' (U+4EAC CJK UNIFIED IDEOGRAPHS 4EAC)",
                "29ж12345, 'ж' (U+0436 CYRILLIC SMALL LETTER ZHE)",
                "29Ё12345, 'Ё' (U+0401 CYRILLIC CAPITAL LETTER IO)",
                "29Σ12345, 'Σ' (U+03A3 GREEK CAPITAL LETTER SIGMA)",
                "29ν12345, 'ν' (U+03BD GREEK SMALL LETTER NU)",
                "29\u00B512345, '\u00B5' (U+00B5 MICRO SIGN)",
                "29ß12345, 'ß' (U+00DF LATIN SMALL LETTER SHARP S)",
                "29€12345, '€' (U+20AC EURO SIGN)",
                "29A+12345, '+' (U+002B PLUS SIGN)",
                "№ 29A12345, '№' (U+2116 NUMERO SIGN)",
                "29A1½345, '½' (U+00BD VULGAR FRACTION ONE HALF)",
                "29\uFFFD12345, '\uFFFD' (U+FFFD REPLACEMENT CHARACTER)",
                "29\uD83D\uDE9712345, '\uD83D\uDE97' (U+1F697 AUTOMOBILE)",
                "29\uE00012345, U+E000 PRIVATE USE AREA E000"
            })
    void whatNoPlateHasIsRefusedByNameAndNeverDropped(String raw, String named) {
        assertThat(refusal(raw))
                .startsWith("'")
                .endsWith(
                        "is no plate; expected 3 to 20 letters (A to Z, Đ) and digits, not "
                                + named);
    }

    @Test
    void halfACharacterIsRefusedByName() {
        assertThat(refusal("29A\uD83D12345")).endsWith("not U+D83D HIGH SURROGATES D83D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "29-B1\n123.45",
                "29-B1\t123.45",
                "29-B1\r\n123.45\r\n",
                "29-B1\u2028123.45",
                "29B1\u000012345\u0000",
                "\uFEFF29B1\u200B12345",
                "29\u2013B1\u00A0123\u00B745",
                "29\u2010B1 \u2014 123\u202245",
                "29_B1_123.45",
                "29/B1 | 123\u221245",
                "[29-B1] (123,45)",
                "\u201C29B1\u201D\u300012345"
            })
    void theLinesAndGroupsOfAPlateAreJoined(String raw) {
        assertThat(plate(raw).canonical()).isEqualTo("29B112345");
    }

    @Test
    void aPlateOfTwoLinesIsShownInOne() {
        assertThat(plate("29-B1\r\n123.45").view()).isEqualTo("29-B1 123.45");
        assertThat(plate("29-B1\t123.45").view()).isEqualTo("29-B1 123.45");
        assertThat(plate("29-\u04121\n123.45").view())
                .as("what is shown is spelled as it is stored")
                .isEqualTo("29-B1 123.45");
        assertThat(plate("29\u0410-777.77", "29\u0410-777.77").view()).isEqualTo("29A-777.77");
    }

    @ParameterizedTest(name = "''{0}'' is unread")
    @ValueSource(
            strings = {
                // masked
                "29A1234*",
                "29A?2345",
                "####",
                "*",
                "???",
                "29A-***.**",
                "29A1234\uFF0A",
                "29A□2345",
                "29A12__5",
                "29A12_45",
                "29A1234_",
                "29_12345",
                "29A____",
                "29A12--5",
                "29A••••",
                "29AXXXXX",
                "29LD-XXX.45",
                "XXXXXX",
                "xxx",
                "OOOO",
                "Ж?12",
                // filled
                "000000",
                "0",
                "0000000000",
                "000.00",
                "0O0O0O",
                "\uFF10\uFF10\uFF10",
                // nothing
                "",
                " ",
                "\t\n",
                "\u0000",
                "\u200B\uFEFF",
                "-",
                "- . -",
                "-----",
                "______",
                "[]",
                "{}",
                "€€€",
                // words
                "unknown",
                "UNKNOWN",
                "Unknow",
                "unk",
                "unk_1",
                "unknown_12",
                "unknown-plate",
                "unread",
                "UNREADABLE",
                "NO_PLATE",
                "noplate",
                "No Plate",
                "no-plate 7",
                "plate_not_found",
                "NOT_FOUND",
                "not recognized",
                "None",
                "null",
                "NULL",
                "(null)",
                "<none>",
                "nil",
                "NaN",
                "n/a",
                "N/A 2",
                "NA",
                "undefined",
                "error",
                "OCR ERROR",
                "empty",
                "failed",
                "[object Object]",
                "\uFF55\uFF4E\uFF4B\uFF4E\uFF4F\uFF57\uFF4E",
                "unkn\u043Ewn",
                "unknown_20261122093011123456",
                // words of other languages
                "无车牌",
                "未识别",
                "無車牌",
                "无牌",
                "无车牌2",
                "не распознан",
                "НЕ_РАСПОЗНАН",
                "KHÔNG BIỂN",
                "không biển số",
                "khong bien",
                "Kho\u0302ng bie\u0309\u0302n",
                "không đọc được",
                "KHONG DOC DUOC",
                "không rõ",
                // the camera's own name
                "CAM03",
                "cam 3",
                "Camera1",
                "CAMERA-02",
                "IPCAM1",
                "camera"
            })
    void whatSaysThatNothingWasReadIsUnread(String raw) {
        assertThat(Plates.read(raw))
                .isInstanceOfSatisfying(
                        Reading.Unread.class,
                        unread -> {
                            assertThat(unread.raw()).hasSizeLessThanOrEqualTo(32);
                            assertThat(unread.why()).hasLineCount(1);
                        });
    }

    @ParameterizedTest(name = "{0} is a plate")
    @ValueSource(
            strings = {
                "TEST001",
                "TEST0010",
                "TEST",
                "51A00000",
                "29A0000",
                "NA1234",
                "NN1234",
                "NNA123",
                "NA123",
                "CA0312",
                "29XX1234",
                "29-XX 123.45",
                "XX1234",
                "29NA12345",
                "29NN01234",
                "80NN00001",
                "80-011-NN-00",
                "OO1234",
                "29A_12345",
                "29A_123_45",
                "29_A_123_45",
                "29A123_45",
                "TC_33_86",
                "80_011_NG_01",
                "29-B1--123.45",
                "29A--123.45",
                "29A123..45",
                "CAMRY",
                "ERR123",
                "NONG1",
                "1234567890",
                "0012345",
                "T0000001"
            })
    void aPlateIsNeverTakenForUnread(String raw) {
        assertThat(Plates.read(raw)).isInstanceOf(Reading.Read.class);
    }

    @Property
    void noPlateOfAUsualFormIsUnreadHoweverItIsWritten(
            @ForAll("usual") String canonical,
            @ForAll("parts") String part,
            @ForAll boolean small) {
        var shown = plate(canonical).view().replaceAll("[-. ]", part);
        assertThat(plate(small ? shown.toLowerCase(Locale.ROOT) : shown).canonical())
                .isEqualTo(canonical);
        assertThat(Plates.isUsual(plate(canonical))).isTrue();
    }

    @Property
    void aMaskedPlateIsUnreadWhereverTheMaskStands(
            @ForAll("usual") String canonical, @ForAll int where, @ForAll("masks") String mask) {
        int at = Math.floorMod(where, canonical.length());
        assertThat(Plates.read(canonical.substring(0, at) + mask + canonical.substring(at + 1)))
                .isInstanceOf(Reading.Unread.class);
    }

    @Provide
    Arbitrary<String> usual() {
        var region = digits(2);
        var letter = letters("ABCDEFGHKLMNPSTUVXYZ", 1);
        var two = letters("ABCDEFGHKLMNPSTUVXYZ", 2);
        var tail = Arbitraries.oneOf(digits(4), digits(5));
        return Arbitraries.oneOf(
                Combinators.combine(region, letter, tail).as((a, b, c) -> a + b + c),
                Combinators.combine(region, letter, digits(1), tail)
                        .as((a, b, c, d) -> a + b + c + d)
                        .filter(p -> p.charAt(3) != '0'),
                Combinators.combine(region, two, tail).as((a, b, c) -> a + b + c),
                Combinators.combine(region, Arbitraries.of("KT", "LD", "MĐ", "TĐ", "CD", "R"), tail)
                        .as((a, b, c) -> a + b + c),
                Combinators.combine(digits(5), Arbitraries.of("NG", "QT", "NN", "CV"), digits(2))
                        .as((a, b, c) -> a + b + c),
                Combinators.combine(two, digits(4)).as((a, b) -> a + b),
                digits(7).map(d -> "T" + d));
    }

    @Provide
    Arbitrary<String> parts() {
        return Arbitraries.of(
                "", " ", "-", ".", "\n", "\t", "\u00B7", "\u2022", "\u2013", "_", "--");
    }

    @Provide
    Arbitrary<String> masks() {
        return Arbitraries.of("*", "?", "#", "**");
    }

    private static Arbitrary<String> digits(int count) {
        return letters("0123456789", count);
    }

    private static Arbitrary<String> letters(String of, int count) {
        return Arbitraries.strings().withChars(of.toCharArray()).ofLength(count);
    }

    @ParameterizedTest(name = "{0} is {1} to who types it")
    @CsvSource({
        "KHÔNG BIỂN, KHONGBIEN",
        "không biển 2, KHONGBIEN2",
        "KHONG BIEN SO, KHONGBIENSO",
        "29A-123.45, 29A12345",
        "29\u0410-777.77, 29A77777",
        "CAM03, CAM03",
        "000000, 000000",
        "UNKNOWN, UNKNOWN"
    })
    void aPersonMayTypeWhatADeviceMayNot(String typed, String canonical) {
        assertThat(Plates.typed(typed, null))
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read -> {
                            assertThat(read.plate().canonical()).isEqualTo(canonical);
                            assertThat(Plates.typed(read.plate().view(), null)).isEqualTo(read);
                        });
    }

    @Test
    void whatIsTypedWithAMarkOrAMaskIsRefusedByName() {
        assertThat(Plates.typed("29Á2345", null))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused ->
                                assertThat(refused.why())
                                        .endsWith(
                                                "'Á' (U+00C1 LATIN CAPITAL LETTER A WITH ACUTE)"));
        assertThat(Plates.typed("29A1234*", null))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.why()).endsWith("not '*' (U+002A ASTERISK)"));
        assertThat(Plates.typed(" ", null)).isInstanceOf(Reading.Refused.class);
    }

    @ParameterizedTest(name = "{0} was recorded as {1}")
    @CsvSource({
        "UNKNOWN, UNKNOWN",
        "CAM03, CAM03",
        "000000, 000000",
        "29A1234*, 29A1234",
        "29Á12345, 2912345",
        "29\u041077777, 2977777",
        "KHÔNG BIỂN, KHNGBIN",
        "29-MĐ1 013.53, 29MĐ101353"
    })
    void whatWasOnceTakenStaysAPlate(String raw, String canonical) {
        assertThat(Plates.recorded(raw, null))
                .isInstanceOfSatisfying(
                        Reading.Read.class,
                        read -> assertThat(read.plate().canonical()).isEqualTo(canonical));
    }

    @Property
    void everyRowWithThreeLettersOrDigitsIsKept(@ForAll String raw) {
        String kept = raw.replaceAll("[^A-Z0-9]", "");
        if (kept.length() >= 3 && raw.length() <= 10) {
            assertThat(Plates.recorded(raw + "29A", null)).isInstanceOf(Reading.Read.class);
        }
    }

    @ParameterizedTest(name = "{0} is read as {1}")
    @CsvSource({
        "29A12345, 29A-123.45",
        "29A1234, 29A-1234",
        "29AB12345, 29-AB 123.45",
        "29AB1234, 29-AB 1234",
        "29LD12345, 29-LD 123.45",
        "29KT112345, 29-KT1 123.45",
        "29MĐ101353, 29-MĐ1 013.53",
        "29MĐ1353, 29-MĐ 1353",
        "80011NG01, 80-011-NG-01",
        "TC3386, TC-33-86",
        "T2912345, T29-123.45"
    })
    void aPlateOfAnUnambiguousClassIsFormatted(String raw, String view) {
        assertThat(plate(raw).view()).isEqualTo(view);
    }

    @ParameterizedTest
    @ValueSource(strings = {"29A112345", "29-A1 123.45", "29MĐ10135", "80NG01101", "B 12 CDE"})
    void whatTheTextDoesNotDecideIsShownAsTyped(String raw) {
        assertThat(plate(raw).view()).isEqualTo(raw);
    }

    @Test
    void theSendersViewGoesBeforeOurs() {
        assertThat(plate("29A12345", " 29A·123.45\r\n\u202E").view()).isEqualTo("29A·123.45");
        assertThat(plate("29A12345", " \t ").view()).isEqualTo("29A-123.45");
    }

    @Test
    void aViewIsNeverLongerThanFitsNorCutInsideACharacter() {
        assertThat(plate("29A12345", "x".repeat(40)).view()).isEqualTo("x".repeat(32));
        assertThat(plate("29A12345", "x".repeat(31) + "\uD83D\uDE97").view())
                .isEqualTo("x".repeat(31));
        assertThat(plate("-".repeat(40) + "29A112345").view())
                .as("typed text that does not fit gives way to the canonical one")
                .isEqualTo("29A112345");
    }

    @ParameterizedTest
    @ValueSource(strings = {"29", "2-9", "\u0662\u0669", "123456789012345678901"})
    void tooShortOrTooLongIsRefusedWithTheValueAndTheExpectation(String raw) {
        assertThat(Plates.read(raw))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused ->
                                assertThat(refused.why())
                                        .isEqualTo(
                                                "'"
                                                        + raw
                                                        + "' is no plate; expected 3 to 20 letters"
                                                        + " (A to Z, Đ) and digits"));
    }

    @Test
    void aRefusalCannotForgeALogLine() {
        assertThat(Plates.read("2\nERROR " + "9".repeat(500)))
                .isInstanceOfSatisfying(
                        Reading.Refused.class,
                        refused -> assertThat(refused.why()).hasSizeLessThan(100).hasLineCount(1));
    }

    @Test
    void anOriginalThatLostTheBarStillFindsTheCar() {
        assertThat(Plates.comparisonKey("29MĐ101353"))
                .isEqualTo(Plates.comparisonKey("29MD101353"))
                .isEqualTo("29MD101353");
    }

    @Test
    void aPlateIsAlikeToThoseThatDifferInTheBarAlone() {
        assertThat(Plates.alike("29MD101353")).containsExactly("29MĐ101353");
        assertThat(Plates.alike("29ĐD12345"))
                .containsExactlyInAnyOrder("29DD12345", "29DĐ12345", "29ĐĐ12345");
        assertThat(Plates.alike("29A12345")).isEmpty();
        assertThat(Plates.alike("DDDDDDDDDDDDDDDDDDDD")).isEmpty();
    }

    @ParameterizedTest(name = "{0} looks for {1}")
    @CsvSource({
        "123.45, 12345",
        "29a-12, 29A12",
        "md1 013, MD1013",
        "MĐ1, MD1",
        "'.-', ''",
        "'%\n', ''",
        "Ж, ''",
        "2\u0410, 2A"
    })
    void aSearchPassesOverSpacesDotsDashesAndCase(String typed, String key) {
        assertThat(Plates.searchKey(typed)).isEqualTo(key);
    }

    @Property
    void whatIsStoredHasOnlyTheAlphabetOfPlates(@ForAll String raw) {
        switch (Plates.read(raw)) {
            case Reading.Read(Plate plate) -> {
                assertThat(plate.canonical()).matches("[A-ZĐ0-9]{3,20}");
                assertThat(plate.view()).isNotBlank().hasSizeLessThanOrEqualTo(32);
                assertThat(plate.view().chars().noneMatch(Character::isISOControl)).isTrue();
            }
            case Reading.Unread unread ->
                    assertThat(unread.raw()).hasSizeLessThanOrEqualTo(32).doesNotContain("\n");
            case Reading.Refused refused -> assertThat(refused.why()).hasSizeLessThan(220);
        }
    }

    @Property
    void readingWhatIsStoredChangesNothing(@ForAll("plateLike") String raw) {
        if (Plates.read(raw) instanceof Reading.Read(Plate plate)) {
            assertThat(plate(plate.canonical()).canonical()).isEqualTo(plate.canonical());
            assertThat(plate(plate.view()))
                    .as("what people read leads back to the same plate")
                    .isEqualTo(plate);
        }
    }

    @Property
    void anyPartOfAPlateFindsIt(@ForAll("plateLike") String raw, @ForAll int where) {
        if (Plates.read(raw) instanceof Reading.Read(Plate plate)) {
            int from = Math.floorMod(where, plate.canonical().length());
            assertThat(Plates.comparisonKey(plate.canonical()))
                    .contains(Plates.searchKey(plate.canonical().substring(from)));
        }
    }

    @Provide
    Arbitrary<String> plateLike() {
        return Arbitraries.strings()
                .withChars("0123456789ABDMTđĐ -.")
                .ofMinLength(2)
                .ofMaxLength(24);
    }

    private static Plate plate(String raw) {
        return plate(raw, null);
    }

    private static String refusal(String raw) {
        return ((Reading.Refused) Plates.read(raw)).why();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "29A-123.45",
                "29A-1234",
                "29-B1 123.45",
                "29-AB 123.45",
                "29-MĐ1 013.53",
                "29-KT 123.45",
                "80-011-NG-01",
                "80-NG-12345",
                "TC-33-86",
                "T29-123.45"
            })
    void theKnownFormsAreUsual(String typed) {
        assertThat(Plates.isUsual(plate(typed, null))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ABC", "29A-123", "12345", "29A-123.4567", "TEST001", "B 12 CDE"})
    void whatHasNoneOfTheKnownFormsIsNot(String typed) {
        assertThat(Plates.isUsual(plate(typed, null))).isFalse();
    }

    private static Plate plate(String raw, @Nullable String view) {
        return switch (Plates.read(raw, view)) {
            case Reading.Read(Plate plate) -> plate;
            case Reading.Unread unread -> throw new AssertionError(unread.why());
            case Reading.Refused refused -> throw new AssertionError(refused.why());
        };
    }
}
