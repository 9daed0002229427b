package dev.gatehouse.ledger.block;

import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.ledger.codec.CanonicalJson;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Events as centrals write them, and as nobody should; all from one seed. */
public final class MadeEvents {
    static final StreamId STREAM = new StreamId(0x0123456789abcdefL, 0xfedcba9876543210L);
    private static final long START_MS = 1_767_200_000_000L;
    private static final List<String> MARKS = List.of("-", ".", " ", "·");

    private final Random random;
    private long ms = START_MS;
    private boolean unique;

    public MadeEvents(long seed) {
        this.random = new Random(seed);
    }

    /** A car, its entry and how its plate is read by people. */
    private record Car(String name, String plate, String view) {}

    private final List<Car> inside = new ArrayList<>();

    /** What one gate writes in a day: cars in, most of them out, some remarks. */
    public List<LedgerEvent> traffic(long first, int count) {
        var events = new ArrayList<LedgerEvent>();
        for (int i = 0; i < count; i++) {
            ms += 500 + random.nextInt(5_000);
            long seq = first + i;
            int what = random.nextInt(100);
            if (inside.isEmpty() || what < 58) {
                events.add(node(seq, "entry", entry()));
            } else if (what < 96) {
                events.add(node(seq, "exit", exit(inside.remove(random.nextInt(inside.size())))));
            } else if (what < 98) {
                Car car = inside.getLast();
                events.add(
                        node(
                                seq,
                                "confirmed",
                                fields("event_id", car.name(), "plate_id", car.plate())));
            } else {
                events.add(node(seq, "payment", fields("dong", 20_000L, "staff", "Lan")));
            }
        }
        return events;
    }

    /** The same, with a camera's name and an edge that no other event has. */
    public List<LedgerEvent> trafficOfUniqueTexts(long first, int count) {
        unique = true;
        return traffic(first, count);
    }

    private TreeMap<String, @Nullable Object> entry() {
        String plate = plate();
        var car = new Car("central-1_" + ms + "_" + plate, plate, view(plate));
        inside.add(car);
        return reading(car);
    }

    private TreeMap<String, @Nullable Object> exit(Car car) {
        var fields = reading(car);
        fields.put("fee", 5_000L * random.nextInt(8));
        fields.put("seconds", (long) random.nextInt(40_000));
        return fields;
    }

    private TreeMap<String, @Nullable Object> reading(Car car) {
        var fields = fields("event_id", car.name(), "plate_id", car.plate());
        fields.put("plate_view", car.view());
        fields.put("camera_id", (long) random.nextInt(3));
        fields.put("camera_name", "Camera cổng số " + (unique ? hex(6) : random.nextInt(3)));
        fields.put("confidence", (80 + random.nextInt(20)) / 100.0);
        fields.put("edge_id", "gate-" + (unique ? hex(6) : random.nextInt(2)));
        fields.put("source", "auto");
        if (random.nextInt(3) == 0) {
            fields.put("picture", hex(Hash.BYTES));
            fields.put("seen_ms", ms - random.nextInt(3_000));
            fields.put("seen_reliable", true);
        }
        return fields;
    }

    private String plate() {
        int digits = 4 + random.nextInt(2);
        return 10
                + random.nextInt(89)
                + letter()
                + (random.nextInt(9) == 0 ? "Đ" : "")
                + String.format(Locale.ROOT, "%0" + digits + "d", random.nextInt(10_000));
    }

    private String letter() {
        return String.valueOf((char) ('A' + random.nextInt(26)));
    }

    private static String view(String plate) {
        return plate.substring(0, 3) + "-" + plate.substring(3, 5) + "." + plate.substring(5);
    }

    private String hex(int bytes) {
        var some = new byte[bytes];
        random.nextBytes(some);
        return HexFormat.of().formatHex(some);
    }

    static TreeMap<String, @Nullable Object> fields(Object... pairs) {
        var fields = new TreeMap<String, @Nullable Object>();
        for (int i = 0; i < pairs.length; i += 2) {
            fields.put((String) pairs[i], pairs[i + 1]);
        }
        return fields;
    }

    private LedgerEvent node(long seq, String kind, Map<String, @Nullable Object> said) {
        said.put("salt", hex(8));
        return event(seq, kind, CanonicalJson.object(said));
    }

    /** One of central-1, at the next moment. */
    LedgerEvent event(long seq, String kind, byte[] payload) {
        return new LedgerEvent(
                STREAM,
                seq,
                Ledger.firstId(STREAM, seq),
                kind,
                LedgerEvent.Source.NODE,
                new CentralId("central-1"),
                new Hlc(Hlc.ofMs(ms).value() + random.nextInt(3)),
                ms + random.nextInt(3) - 1,
                Blob.of(payload));
    }

    // ---- what nobody should write

    /** As many, of all kinds, in any shape. */
    List<LedgerEvent> anything(int count) {
        long first = 1 + 1_024L * random.nextInt(1_000) + random.nextInt(1_025 - count);
        List<LedgerEvent> events = traffic(first, count);
        int strange = random.nextInt(4);
        events.replaceAll(event -> random.nextInt(4) < strange ? strange(event) : event);
        return events;
    }

    private LedgerEvent strange(LedgerEvent event) {
        byte[] payload =
                switch (random.nextInt(7)) {
                    case 0 -> altered(event.payload().bytes());
                    case 1 -> bytes(random.nextInt(60));
                    case 2 -> CanonicalJson.object(object(3));
                    case 3 -> CanonicalJson.object(flat());
                    case 4 -> text("{\"a\":" + number() + ",\"b\":" + number() + "}");
                    case 5 -> text("{ \"a\":1}");
                    default -> event.payload().bytes();
                };
        boolean erased = random.nextInt(8) == 0;
        boolean other = random.nextInt(6) == 0;
        return new LedgerEvent(
                event.stream(),
                event.seq(),
                random.nextInt(6) == 0 ? EventId.of(bytes(EventId.BYTES)) : event.id(),
                other ? "future-" + random.nextInt(3) : event.kind(),
                other ? LedgerEvent.Source.IMPORTED : event.src(),
                new CentralId("central-" + (other ? random.nextInt(12) : 1)),
                random.nextInt(20) == 0 ? new Hlc(random.nextLong() & Long.MAX_VALUE) : event.hlc(),
                random.nextInt(20) == 0 ? random.nextLong() : event.wallMs(),
                Blob.of(erased ? bytes(Hash.BYTES) : payload),
                erased);
    }

    private byte[] altered(byte[] payload) {
        byte[] copy = payload.clone();
        for (int i = random.nextInt(3); i >= 0; i--) {
            copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
        return copy;
    }

    byte[] bytes(int count) {
        var some = new byte[count];
        random.nextBytes(some);
        return some;
    }

    private static byte[] text(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private TreeMap<String, @Nullable Object> flat() {
        var fields = new TreeMap<String, @Nullable Object>();
        for (int i = random.nextInt(6); i > 0; i--) {
            fields.put(word(), scalar());
        }
        return fields;
    }

    private TreeMap<String, @Nullable Object> object(int depth) {
        TreeMap<String, @Nullable Object> fields = flat();
        if (depth > 0) {
            fields.put(word(), object(depth - 1));
            fields.put(word(), List.of(word(), 1L, object(depth - 1)));
        }
        return fields;
    }

    private @Nullable Object scalar() {
        return switch (random.nextInt(9)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextLong();
            case 3 -> (long) random.nextInt(100);
            case 4 -> random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
            case 5 ->
                    "central-" + random.nextInt(3) + "_" + (ms - random.nextInt(99)) + "_" + word();
            case 6 -> hex(random.nextInt(9));
            default -> word();
        };
    }

    private String number() {
        String digits = Long.toString(random.nextLong() >>> random.nextInt(64));
        return switch (random.nextInt(6)) {
            case 0 -> "-" + digits;
            case 1 -> "0" + digits;
            case 2 -> digits + "." + random.nextInt(1_000);
            case 3 -> digits + "e" + random.nextInt(9);
            case 4 -> "-0";
            default -> digits;
        };
    }

    /** Any letters of Unicode, some of those that JSON escapes, sometimes none. */
    private String word() {
        var word = new StringBuilder();
        for (int i = random.nextInt(7); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> word.append((char) random.nextInt(0x20));
                case 1 -> word.append("\"\\/_".charAt(random.nextInt(4)));
                case 2 -> word.append(MARKS.get(random.nextInt(MARKS.size())));
                case 3 -> {
                    int letter = random.nextInt(0x110000);
                    boolean half = letter >= 0xd800 && letter <= 0xdfff;
                    word.appendCodePoint(half ? '\u2028' : letter);
                }
                default -> word.append((char) ('a' + random.nextInt(26)));
            }
        }
        return word.toString();
    }
}
