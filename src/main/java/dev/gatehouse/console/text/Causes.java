package dev.gatehouse.console.text;

import dev.gatehouse.model.FileTrouble;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.StoreTrouble;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong and what to do, in the present language, from the node's codes; its own sentences
 * are English and for the log.
 */
public final class Causes {
    /** {@code config.json: line 3, column 5: …}. */
    private static final Pattern SYNTAX =
            Pattern.compile("([^:]+): line (\\d+), column (\\d+): .*");

    /** {@code config.json: site.capacity: -1; expected a whole number from 1 to 1000000}. */
    private static final Pattern SLIP =
            Pattern.compile("([^:]+): ([^: ]+): (.*); expected (.*)", Pattern.DOTALL);

    private static final Pattern WHOLE_NUMBER =
            Pattern.compile("a whole number from (\\S+) to (\\S+)");

    private static final String NO_SUCH_KEY = "no such key, only ";

    private final Words words;

    public Causes(Words words) {
        this.words = words;
    }

    /** Why a part of the node does not work; empty where its name says all. */
    public String of(Health.Check check) {
        return switch (check.code()) {
            case OK, PENDING -> "";
            case STORE_CANNOT_WRITE -> of(StoreTrouble.named(arg(check, 0)));
            case PORT_TAKEN -> words.get("cause.portTaken", arg(check, 1));
            case ADDRESS_MISSING -> words.get("cause.addressMissing", arg(check, 0));
            case NOT_ALLOWED -> words.get("cause.notAllowed", arg(check, 1));
            case UNKNOWN_HOST -> words.get("cause.unknownHost", arg(check, 0));
            case CONFIG_SLIP -> slips(check);
            case FAILED -> words.get("cause.failed");
        };
    }

    private static String arg(Health.Check check, int number) {
        return number < check.args().size() ? check.args().get(number) : "";
    }

    /** The first slip: in which file, where, what stands there and what should. */
    private String slips(Health.Check check) {
        String first = arg(check, 1);
        String path = arg(check, 2);
        Matcher syntax = SYNTAX.matcher(first);
        Matcher slip = SLIP.matcher(first);
        String said;
        if (syntax.matches()) {
            String file = path.isEmpty() ? syntax.group(1) : path;
            String line = words.get("cause.line", file, syntax.group(2), syntax.group(3));
            said = words.get("cause.slipAt", line);
        } else if (slip.matches()) {
            said = slip(slip, path);
        } else {
            return words.get("cause.slip");
        }
        String count = arg(check, 0);
        int more = count.matches("\\d{1,6}") ? Integer.parseInt(count) - 1 : 0;
        return more > 0 ? words.get("cause.slipMore", said, more) : said;
    }

    private String slip(Matcher slip, String path) {
        String file = path.isEmpty() ? slip.group(1) : path;
        String place = words.get("cause.slipPlace", file, slip.group(2));
        String expected = expected(slip.group(4));
        return slip.group(3).equals("missing")
                ? words.get("cause.slipMissing", place, expected)
                : words.get("cause.slipValue", place, slip.group(3), expected);
    }

    /** The commonest expectations in the present language; the others as the log has them. */
    private String expected(String english) {
        Matcher number = WHOLE_NUMBER.matcher(english);
        if (number.matches()) {
            return words.get("cause.expected.number", number.group(1), number.group(2));
        }
        if (english.startsWith(NO_SUCH_KEY)) {
            String keys = english.substring(NO_SUCH_KEY.length());
            return words.get("cause.expected.known", keys);
        }
        return switch (english) {
            case "1 to 40 letters, digits and dashes" -> words.get("cause.expected.id");
            case "an IPv4 address such as 192.168.1.102, or a host name" ->
                    words.get("cause.expected.host");
            case "a time zone such as \"Asia/Ho_Chi_Minh\"" -> words.get("cause.expected.zone");
            case "true or false" -> words.get("cause.expected.flag");
            default -> english;
        };
    }

    /** Why nothing can be written. */
    public String of(StoreTrouble trouble) {
        return switch (trouble) {
            case FULL -> words.get("cause.store.full");
            case READ_ONLY -> words.get("cause.store.readOnly");
            case NOT_ALLOWED -> words.get("cause.store.notAllowed");
            case LOCKED -> words.get("cause.store.locked");
            case IO_ERROR -> words.get("cause.store.ioError");
            case DAMAGED -> words.get("cause.store.damaged");
            case MISSING -> words.get("cause.store.missing");
            case OTHER -> words.get("cause.store.other");
        };
    }

    /** What the administrator does about it, in one sentence. */
    public String remedyOf(StoreTrouble trouble) {
        return switch (trouble) {
            case FULL -> words.get("cause.store.full.action");
            case READ_ONLY -> words.get("cause.store.readOnly.action");
            case NOT_ALLOWED -> words.get("cause.store.notAllowed.action");
            case LOCKED -> words.get("cause.store.locked.action");
            case IO_ERROR -> words.get("cause.store.ioError.action");
            case DAMAGED -> words.get("cause.store.damaged.action");
            case MISSING -> words.get("cause.store.missing.action");
            case OTHER -> words.get("cause.store.other.action");
        };
    }

    /** Why a file could not be read or written. */
    public String of(FileTrouble trouble) {
        return switch (trouble) {
            case MISSING -> words.get("cause.file.missing");
            case NOT_ALLOWED -> words.get("cause.file.notAllowed");
            case READ_ONLY -> words.get("cause.file.readOnly");
            case FULL -> words.get("cause.file.full");
            case EXISTS -> words.get("cause.file.exists");
            case BAD_NAME -> words.get("cause.file.badName");
            case OTHER -> words.get("cause.file.other");
        };
    }

    /** Why a peer was not reached. */
    public String of(Reach.Failed failed) {
        var args = failed.args().toArray();
        return switch (failed.code()) {
            case REFUSED -> words.get("cause.reach.refused", args);
            case UNREACHABLE -> words.get("cause.reach.unreachable", args);
            case TIMEOUT -> words.get("cause.reach.timeout", args);
            case NOT_A_CENTRAL -> words.get("cause.reach.notACentral", args);
            case ORIGINAL -> words.get("cause.reach.original", args);
            case OTHER_CENTRAL -> words.get("cause.reach.otherCentral", args);
        };
    }

    /** Why a link cannot be used. */
    public String of(LinkState.Refusal why) {
        var args = why.args().toArray();
        return switch (why.code()) {
            case WRONG_ID -> words.get("cause.wrongId", args);
            case UNKNOWN_CENTRAL -> words.get("cause.unknownCentral", args);
            case SELF -> words.get("cause.self");
            case SAME_ID -> words.get("cause.sameId", args);
            case FLOOD -> words.get("cause.flood");
            case NOT_DIALLABLE -> words.get("cause.notDiallable", args);
            case OTHER -> words.get("cause.other");
        };
    }
}
