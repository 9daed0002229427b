package dev.gatehouse.plate;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Texts by which devices say that they saw a car and read no plate. Makers do not agree on one, and
 * so neither the list of words nor that of masks is any maker's. Pure functions.
 */
final class Unreads {
    /** Longest text that may be such a word: longer ones are not looked at letter by letter. */
    private static final int MAX_LENGTH = 200;

    /** Most digits of one number on a plate: with more, the run between them parts two numbers. */
    private static final int MOST_DIGITS = 5;

    /** Characters that stand for one that was not read. */
    private static final String MASKS = "*?#\uFF0A\uFF1F\uFF03\u25A1\u25A0\u25A2\u25AF";

    /** Separators of which a run stands for characters that were not read. */
    private static final String FILLERS = "_-.\u00B7\u2022\u25CF\u2013\u2014\uFF3F";

    /** Zeros, also where they are taken for the letter, and runs of X as a mask. */
    private static final Pattern FILLED = Pattern.compile("0+|[0O]{3,}|X{3,}");

    private static final Pattern CAMERA = Pattern.compile("(?:IP)?CAM(?:ERA)?\\d*|CHANNEL\\d+");

    /** With its stroke it may be numbered, too: no plate has one between N and A. */
    private static final Pattern NOT_AVAILABLE = Pattern.compile("(?i)\\W*n/a[\\W_]*\\d*\\W*");

    /** Vietnamese for a car that has no plate: a person types it, and a device says it too. */
    private static final Set<String> WITHOUT_PLATE =
            keys(
                    "không biển",
                    "không biển số",
                    "không có biển",
                    "không có biển số",
                    "xe không biển",
                    "xe không biển số",
                    "xe không có biển số");

    /** Words that a device may number, as in {@code unknown_12}. */
    private static final Set<String> WORDS =
            keys(
                    // unread
                    "unknown",
                    "unknow",
                    "unknown plate",
                    "unknown license plate",
                    "unk",
                    "unread",
                    "unread plate",
                    "unreadable",
                    "unreadable plate",
                    "no read",
                    "not read",
                    "not readable",
                    "unrecognized",
                    "unrecognised",
                    "not recognized",
                    "not recognised",
                    "unidentified",
                    "not identified",
                    "undetected",
                    "not detected",
                    "plate unknown",
                    "plate unreadable",
                    "plate not recognized",
                    "plate not read",
                    "plate not detected",
                    "plate not found",
                    "not found",
                    "no result",
                    "no plate",
                    "no plates",
                    "no plate found",
                    "no plate detected",
                    "no plate read",
                    "no license plate",
                    "no licence plate",
                    "no license",
                    "no licence",
                    "no number plate",
                    "no number",
                    "no lp",
                    "without plate",
                    "unlicensed",
                    "unlicensed vehicle",
                    // a program's words for nothing
                    "none",
                    "null",
                    "nil",
                    "nan",
                    "(null)",
                    "dbnull",
                    "undefined",
                    "empty",
                    "blank",
                    "not available",
                    "unavailable",
                    "missing",
                    "invalid",
                    "invalid plate",
                    "error",
                    "ocr error",
                    "read error",
                    "fail",
                    "failed",
                    "failure",
                    "read failed",
                    "ocr failed",
                    "timeout",
                    "[object Object]",
                    // Vietnamese
                    "không đọc được",
                    "không đọc được biển",
                    "không đọc được biển số",
                    "không rõ",
                    "không rõ biển",
                    "không rõ biển số",
                    "không xác định",
                    "không nhận diện",
                    "không nhận diện được",
                    "không nhận dạng",
                    "không nhận dạng được",
                    "không thấy biển",
                    "không thấy biển số",
                    "không tìm thấy",
                    "chưa rõ",
                    "chưa đọc được",
                    "chưa xác định",
                    "chưa nhận diện",
                    "chưa nhận dạng",
                    // Chinese, Japanese, Korean
                    "无车牌",
                    "無車牌",
                    "无牌",
                    "無牌",
                    "无牌车",
                    "無牌車",
                    "无号牌",
                    "無號牌",
                    "无",
                    "無",
                    "空",
                    "没有车牌",
                    "沒有車牌",
                    "无车牌车",
                    "未识别",
                    "未識別",
                    "未识别车牌",
                    "未识别到车牌",
                    "未检测到车牌",
                    "未检测",
                    "未知",
                    "未知车牌",
                    "无法识别",
                    "無法識別",
                    "识别失败",
                    "識別失敗",
                    "未悬挂号牌",
                    "不明",
                    "認識不可",
                    "読取不可",
                    "미인식",
                    "인식불가",
                    "번호없음",
                    // Russian
                    "не распознан",
                    "не распознано",
                    "не распознана",
                    "нераспознан",
                    "номер не" + " распознан",
                    "не определен",
                    "не определено",
                    "не прочитан",
                    "не читается",
                    "не найден",
                    "неизвестно",
                    "неизвестный",
                    "неизвестен",
                    "нет номера",
                    "без номера",
                    "нет",
                    "ошибка",
                    // other languages of devices sold here
                    "unbekannt",
                    "kein kennzeichen",
                    "nicht erkannt",
                    "inconnu",
                    "sans plaque",
                    "illisible",
                    "desconocido",
                    "desconocida",
                    "sin placa",
                    "sin matricula",
                    "desconhecido",
                    "sem placa",
                    "sconosciuto",
                    "senza targa",
                    "tidak terbaca",
                    "tidak dikenali");

    private Unreads() {}

    /**
     * Whether the text says that nothing, or not all, was read. A whole plate of a usual form never
     * does.
     *
     * @param kept what the text has of letters and digits of plates
     */
    static boolean isUnread(String text, String kept) {
        if (text.equals(kept) && Plates.isUsual(kept)) {
            return false; // as almost all are
        }
        if (text.codePoints().anyMatch(c -> MASKS.indexOf(c) >= 0)) {
            return true;
        }
        if (isMaskedByX(kept)
                || kept.length() <= Plates.MAX_LENGTH && hasGap(Letters.respelled(text), kept)) {
            return true;
        }
        return !Plates.isUsual(kept) && isPlaceholder(text, kept);
    }

    private static boolean isPlaceholder(String text, String kept) {
        if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
            return true; // nothing at all, or only signs
        }
        if (FILLED.matcher(kept).matches()) {
            return true;
        }
        if (text.length() > MAX_LENGTH) {
            return false;
        }
        return isWord(key(text))
                || NOT_AVAILABLE.matcher(text).matches()
                || Letters.stranger(text) == null && isWord(kept);
    }

    private static boolean isWord(String key) {
        String word = withoutNumber(key);
        return CAMERA.matcher(key).matches()
                || WORDS.contains(word)
                || WITHOUT_PLATE.contains(word)
                || key.equals("NA"); // with a number behind it may be a plate
    }

    /** Whether a person says that a car has no plate; a number may tell one from another. */
    static boolean saysNoPlate(String text) {
        return text.length() <= MAX_LENGTH && WITHOUT_PLATE.contains(withoutNumber(key(text)));
    }

    /**
     * Letters without their marks, in capitals, and digits: how a word is written does not count.
     */
    static String key(String text) {
        var key = new StringBuilder();
        Normalizer.normalize(text, Normalizer.Form.NFKD)
                .toUpperCase(Locale.ROOT)
                .codePoints()
                .filter(Character::isLetterOrDigit)
                .map(c -> c == 'Đ' || c == '\u00D0' ? 'D' : c)
                .forEach(key::appendCodePoint);
        return key.toString();
    }

    private static String withoutNumber(String key) {
        int end = key.length();
        while (end > 0 && Character.isDigit(key.charAt(end - 1))) {
            end--;
        }
        return key.substring(0, end);
    }

    /** Whether X stands where a plate has digits, as in 29AXXXXX; 29XX1234 is a plate. */
    private static boolean isMaskedByX(String kept) {
        return kept.contains("XX")
                && !Plates.isUsual(kept)
                && Plates.isUsual(kept.replace('X', '0'));
    }

    /**
     * Whether a run of underscores, or of two and more dashes or dots, stands for characters: the
     * text is a plate with them and none without, as in 29A12__5.
     */
    private static boolean hasGap(String text, String kept) {
        var before = 0;
        int i = 0;
        while (i < text.length()) {
            int end = i;
            while (end < text.length() && text.charAt(end) == text.charAt(i)) {
                end++;
            }
            boolean filler = FILLERS.indexOf(text.charAt(i)) >= 0;
            if (filler) {
                if (isGap(kept, before, end - i, isLine(text.charAt(i)))) {
                    return true;
                }
            } else {
                before += Letters.kept(text.substring(i, end)).length();
            }
            i = end;
        }
        return false;
    }

    private static boolean isLine(char c) {
        return c == '_' || c == '\uFF3F';
    }

    /**
     * @param at how many characters of the plate stand before the run
     * @param count how long the run is
     * @param single whether one alone may stand for a character
     */
    private static boolean isGap(String kept, int at, int count, boolean single) {
        if (count < 2 && !single
                || kept.length() + count > Plates.MAX_LENGTH
                || at > kept.length()) {
            return false;
        }
        String head = kept.substring(0, at);
        String tail = kept.substring(at);
        boolean whole = Plates.isUsual(kept);
        if (whole
                && (Plates.isParted(kept, at) || digitsAround(head, tail) + count > MOST_DIGITS)) {
            return false;
        }
        return Plates.isUsual(head + "0".repeat(count) + tail)
                || Plates.isUsual(head + "A".repeat(count) + tail);
    }

    private static int digitsAround(String head, String tail) {
        int before = head.length() - withoutNumber(head).length();
        int after = (int) tail.chars().takeWhile(Character::isDigit).count();
        return before + after;
    }

    private static Set<String> keys(String... words) {
        return Stream.of(words).map(Unreads::key).collect(Collectors.toUnmodifiableSet());
    }
}
