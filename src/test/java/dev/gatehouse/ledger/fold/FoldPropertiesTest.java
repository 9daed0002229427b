package dev.gatehouse.ledger.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.ledger.Booth;
import dev.gatehouse.ledger.MemoryDisk;
import dev.gatehouse.ledger.codec.DecodedFact;
import dev.gatehouse.ledger.codec.FactCodec;
import dev.gatehouse.ledger.codec.FoldFact;
import dev.gatehouse.ledger.codec.FoldVersion;
import dev.gatehouse.ledger.codec.TakenId;
import dev.gatehouse.ledger.codec.TimeText;
import dev.gatehouse.ledger.codec.VisitName;
import dev.gatehouse.ledger.hash.HashedEvent;
import dev.gatehouse.ledger.hash.Merkle;
import dev.gatehouse.ledger.store.FactStore;
import dev.gatehouse.ledger.store.Remark;
import dev.gatehouse.ledger.store.Store;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.EventId;
import dev.gatehouse.model.ExitUndone;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Hlc;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.model.Visit;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/**
 * The whole fold on facts of every kind, in every order that a small world allows: two cars, three
 * centrals, one original, a few milliseconds.
 */
class FoldPropertiesTest {
    private static final long NOON = Booth.NOON.toEpochMilli();
    private static final List<Plate> CARS =
            List.of(new Plate("29A11111", "29A-111.11"), new Plate("30F22222", "30F-222.22"));
    private static final CentralId ORIGINAL = new CentralId("old-9");
    private static final FactCodec CODEC = new FactCodec(Booth.ZONE);

    /** No fact has this id. */
    private static final EventId NOT_YET = new EventId(0, 0);

    /** What happened, before anybody wrote it down. */
    private record Deed(Fact.OfCar fact, LedgerEvent.Source src, CentralId central, long ms) {}

    /** Things that may have happened, also such as no orderly site would see. */
    private static List<Deed> deeds(int size, Random random) {
        var deeds = new LinkedHashMap<Object, Deed>();
        var names = new ArrayList<>(List.of("c9_" + NOON + "_29A11111", "nobody knows"));
        for (int i = 0; i < size; i++) {
            Deed deed = deed(names, random);
            deeds.put(List.of(deed.fact(), deed.src(), deed.central()), deed);
        }
        return new ArrayList<>(deeds.values());
    }

    private static Deed deed(List<String> names, Random random) {
        Plate car = CARS.get(random.nextInt(CARS.size()));
        var central = new CentralId("c" + random.nextInt(3));
        long ms = NOON + random.nextInt(4) * 700L + random.nextInt(2);
        String named = names.get(random.nextInt(names.size()));
        String time = TimeText.of(Instant.ofEpochMilli(ms), Booth.ZONE);
        long fee = random.nextInt(2) * 1_000L;
        Fact.Reading none = Fact.Reading.NONE;
        return switch (random.nextInt(19)) {
            case 0, 1, 2 -> {
                String name = central + "_" + ms + "_" + car.canonical();
                names.add(name);
                yield here(new Fact.Entry(name, car, "gate-1", seen(ms, random)), central, ms);
            }
            case 12, 13 -> {
                // behind the entries, or before them by less or more than clocks may be apart
                long left = ms + List.of(-61_000L, -1_000L, 0L, 1_000L).get(random.nextInt(4));
                String name = central + "_" + left + "_" + car.canonical();
                names.add(name);
                yield here(Fact.Exit.alone(name, car, "gate-2", none), central, left);
            }
            case 14 -> here(new Fact.Reread(named, "29A-1" + random.nextInt(2), none), central, ms);
            case 16, 17 -> here(new ExitUndone(named, NOT_YET, "Lan"), central, ms);
            case 18 -> here(missed(named, car), central, ms);
            case 3 -> {
                String name =
                        random.nextInt(3) == 0
                                ? "ticket-" + random.nextInt(2)
                                : ORIGINAL + "_" + ms + "_" + car.canonical();
                names.add(name);
                yield old(takenIn(name));
            }
            case 4 -> old(takenIn(named));
            case 5, 6 -> here(new Fact.Exit(named, car, "gate-2", none, fee, 60), central, ms);
            case 7 -> old(new Fact.Exit(named, null, "2", none, fee, 60, time));
            case 8 ->
                    old(
                            new Fact.Exit(
                                    random.nextBoolean() ? null : "minted" + ms + car,
                                    car,
                                    "2",
                                    none,
                                    fee,
                                    60,
                                    time));
            case 9 -> here(new Fact.EntryConfirmed(named, car, "gate-1"), central, ms);
            case 10 ->
                    random.nextInt(3) == 0
                            ? old(
                                    new Fact.Correction(
                                            named,
                                            car.canonical(),
                                            null,
                                            null,
                                            null,
                                            "2026-11-22 05:00:0" + random.nextInt(3)))
                            : here(
                                    new Fact.Correction(
                                            named,
                                            random.nextBoolean() ? car.canonical() : null,
                                            "view " + random.nextInt(3),
                                            null,
                                            null,
                                            null),
                                    central,
                                    ms);
            default ->
                    random.nextInt(3) == 0
                            ? here(new Fact.Voided(named, null, null), central, ms)
                            : here(new Fact.Exit(named, car, "gate-2", none, fee, 60), central, ms);
        };
    }

    private static Fact.Exit missed(String name, Plate car) {
        return new Fact.Exit(name, car, null, Fact.Reading.NONE, 0, 60, null, false, true);
    }

    /** A reading, of which some devices told late. */
    private static Fact.Reading seen(long ms, Random random) {
        if (random.nextInt(3) > 0) {
            return Fact.Reading.NONE;
        }
        var seen = new Fact.Seen(ms - random.nextInt(3) * 40_000L, random.nextBoolean());
        return new Fact.Reading(null, null, null, null, "id-1", seen, random.nextBoolean());
    }

    /** An entry as an original tells it: its name says all. */
    private static Fact.Entry takenIn(String name) {
        String plate = VisitName.plate(name);
        Plate car = plate == null ? CARS.getFirst() : new Plate(plate, plate);
        long ms = VisitName.ms(name);
        var at = Instant.ofEpochMilli(ms == 0 ? NOON + 1_000 : ms);
        return new Fact.Entry(name, car, "1", Fact.Reading.NONE, TimeText.of(at, Booth.ZONE));
    }

    private static Deed here(Fact.OfCar fact, CentralId central, long ms) {
        return new Deed(fact, LedgerEvent.Source.NODE, central, ms);
    }

    private static Deed old(Fact.OfCar fact) {
        return new Deed(fact, LedgerEvent.Source.IMPORTED, ORIGINAL, 0);
    }

    /** Deeds written into streams. What was made here keeps its id wherever it is written. */
    private static final class Pen {
        private final Map<StreamId, Long> last = new HashMap<>();
        private final Map<String, List<EventId>> exits = new HashMap<>();
        private final Random random;
        private int counter;

        Pen(Random random) {
            this.random = random;
        }

        List<LedgerEvent> write(Collection<Deed> deeds, int streams) {
            var events = new ArrayList<LedgerEvent>();
            for (Deed deed : deeds) {
                long hlc = deed.ms() * Hlc.PER_MS + counter++;
                var id =
                        deed.src() == LedgerEvent.Source.NODE
                                ? new EventId(7, hlc)
                                : TakenId.of(deed.fact());
                note(deed.fact(), id);
                int copies = random.nextInt(4) == 0 ? 2 : 1;
                for (int i = 0; i < copies && id != null; i++) {
                    events.add(event(deed, id, hlc, new StreamId(1, random.nextInt(streams))));
                }
            }
            events.replaceAll(this::pointed);
            return events;
        }

        private void note(Fact.OfCar fact, @Nullable EventId id) {
            if (fact instanceof Fact.Exit exit && id != null) {
                exits.computeIfAbsent(String.valueOf(exit.eventId()), _ -> new ArrayList<>())
                        .add(id);
            }
        }

        /** What takes an exit back names one of its visit, by its own number, whichever came. */
        private LedgerEvent pointed(LedgerEvent event) {
            if (!(CODEC.decode(event) instanceof DecodedFact.Known(ExitUndone undo))) {
                return event;
            }
            List<EventId> of = exits.getOrDefault(undo.eventId(), List.of(NOT_YET));
            EventId exit = of.get((int) (event.id().lo() % of.size()));
            return new LedgerEvent(
                    event.stream(),
                    event.seq(),
                    event.id(),
                    event.kind(),
                    event.src(),
                    event.central(),
                    event.hlc(),
                    event.wallMs(),
                    payload(new ExitUndone(undo.eventId(), exit, undo.staff()), event.seq()));
        }

        private LedgerEvent event(Deed deed, EventId id, long hlc, StreamId stream) {
            boolean here = deed.src() == LedgerEvent.Source.NODE;
            return new LedgerEvent(
                    stream,
                    last.merge(stream, 1L, Long::sum),
                    id,
                    deed.fact().kind(),
                    deed.src(),
                    deed.central(),
                    new Hlc(here ? hlc : NOON + random.nextInt(1_000_000)),
                    here ? deed.ms() : NOON + random.nextInt(1_000_000),
                    payload(deed.fact(), random.nextLong()));
        }

        private static Blob payload(Fact fact, long salt) {
            return CODEC.encode(fact, String.format("%016x", salt));
        }
    }

    /** What a set of facts comes to: what the visits' rows say, what is listed, and the digest. */
    private record Outcome(Set<String> visits, Set<String> remarks, Hash digest) {}

    private static Outcome folded(Collection<LedgerEvent> events) {
        var facts = new ArrayList<FoldFact>();
        for (LedgerEvent event : events) {
            FoldFact fact = CODEC.ofCar(event, 0);
            if (fact != null) {
                facts.add(fact);
            }
        }
        Map<String, VisitFacts> groups = VisitFacts.all(facts);
        Map<String, List<FoldFact>> cars = new HashMap<>();
        for (FoldFact fact : facts) {
            VisitFacts group = groups.get(fact.named());
            String plate = group == null ? fact.ownPlate() : group.plateOf(fact);
            cars.computeIfAbsent(plate, _ -> new ArrayList<>()).add(fact);
        }
        var visits = new ArrayList<VisitStore.StoredVisit>();
        var remarks = new TreeSet<String>();
        cars.forEach(
                (_, car) -> {
                    PlateFold.Result result = PlateFold.fold(car, Booth.ZONE);
                    for (PlateFold.Stay stay : result.stays()) {
                        visits.add(
                                new VisitStore.StoredVisit(
                                        Visits.of(stay, ORIGINAL, null, Instant.EPOCH),
                                        stay.entry().key().t()));
                    }
                    for (Remark remark : result.remarks()) {
                        remarks.add(text(remark.what(), remark.fact().key().id(), remark.visit()));
                    }
                });
        return outcome(visits, remarks);
    }

    private static String text(Remark.What what, EventId id, @Nullable String visit) {
        return what + " " + id + " " + visit;
    }

    private static Outcome outcome(List<VisitStore.StoredVisit> visits, Set<String> remarks) {
        var sum = new DigestSum(Booth.ZONE, FoldDigest.NOTHING);
        visits.forEach(sum::add);
        var texts = new TreeSet<String>();
        for (VisitStore.StoredVisit stored : visits) {
            Visit v = stored.visit();
            texts.add(v.eventId() + v.plate() + v.entry() + v.confirmed() + v.exit() + v.edgeId());
        }
        assertThat(texts).as("one row for each name").hasSameSizeAs(visits);
        return new Outcome(texts, remarks, sum.value());
    }

    /** A store that takes events in any order, as the writer does it. */
    private static final class Site {
        private final Store store = new MemoryDisk().store();
        private final CentralId self = new CentralId("c0");
        private FoldDigest fold = new FoldDigest(FoldVersion.OURS.fold(), FoldDigest.NOTHING);
        private final Map<StreamId, Integer> keys = new HashMap<>();

        private static StreamDescriptor descriptor(StreamId stream) {
            return new StreamDescriptor(stream, new CentralId("c0"), Blob.empty(), 0, Blob.empty());
        }

        void add(List<LedgerEvent> batch, List<LedgerEvent> erased) {
            fold =
                    store.write(
                            tx -> {
                                var projector =
                                        new Projector(
                                                tx,
                                                CODEC,
                                                self,
                                                fold,
                                                Booth.NOON,
                                                new ArrayList<>());
                                projector.expect(batch.stream().map(CODEC::decode).toList());
                                for (LedgerEvent event : batch) {
                                    int key = key(tx, event.stream());
                                    tx.events()
                                            .add(key, new HashedEvent(event, Merkle.leaf(event)));
                                    projector.add(key, event, CODEC.decode(event), false);
                                }
                                for (LedgerEvent event : erased) {
                                    projector.remove(key(tx, event.stream()), event);
                                }
                                projector.fold();
                                projector.finish();
                                return projector.digest();
                            });
        }

        private int key(Store.WriteTx tx, StreamId stream) {
            return keys.computeIfAbsent(stream, s -> tx.events().addStream(descriptor(s)));
        }

        Outcome outcome() {
            return store.read(
                    tx -> {
                        var visits = new ArrayList<VisitStore.StoredVisit>();
                        CARS.forEach(car -> visits.addAll(tx.visits().ofCar(car.canonical(), 0)));
                        var remarks = new TreeSet<String>();
                        for (Remark.What what : Remark.What.values()) {
                            for (FactStore.RemarkRow row : tx.facts().remarks(what, 1_000, 0)) {
                                EventId id =
                                        tx.events()
                                                .event(row.key(), row.seq())
                                                .map(LedgerEvent::id)
                                                .orElseThrow();
                                remarks.add(text(what, id, row.visit()));
                            }
                        }
                        Outcome outcome = FoldPropertiesTest.outcome(visits, remarks);
                        assertThat(outcome.digest())
                                .as("the digest that was kept up")
                                .isEqualTo(fold.digest());
                        return outcome;
                    });
        }
    }

    @Property
    void theFoldGoesOnFromWhatItHasAndComesToWhatTheWholeComesTo(
            @ForAll @IntRange(min = 1, max = 24) int size,
            @ForAll @IntRange(min = 1, max = 8) int batch,
            @ForAll Random random) {
        List<LedgerEvent> events = new Pen(random).write(deeds(size, random), 3);
        Collections.shuffle(events, random);
        var site = new Site();
        var held = new ArrayList<LedgerEvent>();
        for (int from = 0; from < events.size(); from += batch) {
            List<LedgerEvent> fresh = events.subList(from, Math.min(events.size(), from + batch));
            held.addAll(fresh);
            var erased = new ArrayList<LedgerEvent>();
            if (random.nextInt(4) == 0) {
                erased.add(held.remove(random.nextInt(held.size())));
            }
            site.add(fresh, erased);

            assertThat(site.outcome()).isEqualTo(folded(held));
        }
    }

    @Property
    void anyOrderRepetitionAndSetOfTakersGivesTheSameRowsAndTheSameDigest(
            @ForAll @IntRange(min = 1, max = 24) int size, @ForAll Random random) {
        List<Deed> deeds = deeds(size, random);
        long seed = random.nextLong();
        List<LedgerEvent> one = new Pen(new Random(seed)).write(deeds, 1);
        List<LedgerEvent> other = new Pen(new Random(seed + 1)).write(deeds, 3);
        Collections.shuffle(other, random);
        other.addAll(other.subList(0, other.size() / 2));

        assertThat(folded(other)).isEqualTo(folded(one));
    }

    @Property
    void aVoidedEntryIsInNoVisitAndTheRestIsAsIfItHadNeverBeen(
            @ForAll @IntRange(min = 1, max = 24) int size, @ForAll Random random) {
        List<Deed> deeds = deeds(size, random);
        List<String> names =
                deeds.stream()
                        .filter(deed -> deed.fact() instanceof Fact.Entry)
                        .map(deed -> String.valueOf(deed.fact().eventId()))
                        .distinct()
                        .toList();
        if (names.isEmpty()) {
            return;
        }
        String gone = names.get(random.nextInt(names.size()));
        List<LedgerEvent> events = new Pen(random).write(deeds, 2);
        var voided = new ArrayList<>(events);
        voided.addAll(
                new Pen(random)
                        .write(
                                List.of(
                                        here(
                                                new Fact.Voided(gone, null, null),
                                                new CentralId("c1"),
                                                NOON + 99_000)),
                                1));
        List<LedgerEvent> without =
                events.stream().filter(event -> !gone.equals(named(event))).toList();

        assertThat(folded(voided).visits()).isEqualTo(folded(without).visits());
    }

    private static Object named(LedgerEvent event) {
        FoldFact fact = CODEC.ofCar(event, 0);
        return fact == null ? Set.of() : fact.named();
    }

    @Property
    void anExitThatIsTakenBackIsInNoVisitAndTheRestIsAsIfItHadNeverBeen(
            @ForAll @IntRange(min = 1, max = 24) int size, @ForAll Random random) {
        List<LedgerEvent> events = new ArrayList<>(new Pen(random).write(deeds(size, random), 2));
        // what an original tells of the same exit goes with it
        events.removeIf(event -> event.src() == LedgerEvent.Source.IMPORTED);
        List<LedgerEvent> exits =
                events.stream()
                        .filter(event -> event.kind().equals(Fact.Exit.KIND))
                        .filter(event -> !isAlone(event))
                        .toList();
        if (exits.isEmpty()) {
            return;
        }
        LedgerEvent gone = exits.get(random.nextInt(exits.size()));
        var undo = new ExitUndone(named(gone).toString(), gone.id(), "Lan");
        var undone = new ArrayList<>(events);
        undone.add(
                new LedgerEvent(
                        new StreamId(3, 3),
                        1,
                        new EventId(9, 9),
                        undo.kind(),
                        LedgerEvent.Source.NODE,
                        new CentralId("c1"),
                        new Hlc((NOON + 999_000) * Hlc.PER_MS),
                        NOON,
                        CODEC.encode(undo, "00112233aabbccdd")));
        Collections.shuffle(undone, random);
        List<LedgerEvent> without =
                events.stream().filter(event -> !event.id().equals(gone.id())).toList();

        assertThat(folded(undone).visits()).isEqualTo(folded(without).visits());
    }

    private static boolean isAlone(LedgerEvent event) {
        return CODEC.ofCar(event, 0) instanceof FoldFact fact && fact.isAloneExit();
    }

    @Property
    void theLastCorrectionMadeHereCountsWhateverCameSince(
            @ForAll @IntRange(min = 1, max = 6) int corrections, @ForAll Random random) {
        String name = "c0_" + NOON + "_29A11111";
        var deeds = new ArrayList<Deed>();
        deeds.add(
                here(
                        new Fact.Entry(name, CARS.getFirst(), null, Fact.Reading.NONE),
                        new CentralId("c0"),
                        NOON));
        for (int i = 1; i <= corrections; i++) {
            deeds.add(
                    here(
                            new Fact.Correction(name, null, "view " + i, null, null, null),
                            new CentralId("c1"),
                            NOON + i));
            deeds.add(
                    old(
                            new Fact.Correction(
                                    name,
                                    "30F22222",
                                    "echo " + i,
                                    null,
                                    null,
                                    "2026-11-23 05:00:0" + i)));
        }
        List<LedgerEvent> events = new Pen(random).write(deeds, 3);
        Collections.shuffle(events, random);

        Set<String> visits = folded(events).visits();

        assertThat(visits)
                .singleElement()
                .asString()
                .contains("canonical=30F22222", "view=view " + corrections);
    }

    @Property
    void noFactIsCountedTwice(
            @ForAll @IntRange(min = 1, max = 24) int size, @ForAll Random random) {
        List<LedgerEvent> events = new Pen(random).write(deeds(size, random), 2);

        Set<EventId> listed = new HashSet<>();
        for (String remark : folded(events).remarks()) {
            assertThat(listed.add(EventId.parse(remark.split(" ")[1]))).isTrue();
        }
    }
}
