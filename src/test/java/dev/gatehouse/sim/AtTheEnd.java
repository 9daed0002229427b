package dev.gatehouse.sim;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FoldDigest;
import dev.gatehouse.model.LedgerEvent;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must be so once all are in step. */
final class AtTheEnd {
    /** In the payload of an erasing or a withdrawal, each of which is canonical JSON. */
    private static final Pattern PLACE = Pattern.compile("\"seq\":(\\d+),\"stream\":\"(\\w+)\"");

    private final World world;
    private final Checks checks;
    private @Nullable List<String> shown;
    private @Nullable FoldDigest fold;

    AtTheEnd(World world, Checks checks) {
        this.world = world;
        this.checks = checks;
    }

    void check() {
        for (Host host : world.hosts) {
            SimProcess process = host.process();
            if (process != null) {
                check(host, process);
            }
        }
    }

    private void check(Host host, SimProcess process) {
        world.hosts.forEach(other -> holdsAllOf(host, process, other));
        Map<Contents.Number, LedgerEvent> all = Contents.of(host, process.ledger);
        for (Map.Entry<Contents.Number, LedgerEvent> one : all.entrySet()) {
            LedgerEvent told = checks.told(one.getKey());
            if (told != null && !checks.isForked(told.stream()) && !isSame(told, one.getValue())) {
                world.fail(host + " holds another event as " + one.getKey());
            }
        }
        saysAllOfTheForked(host, all.values());
        whatWasErasedIsGone(host, all);
        new PassagesAtTheEnd(world, all.values()).check();
        List<String> mine = Contents.shown(process.ledger);
        List<String> theirs = shown;
        if (theirs != null && !theirs.equals(mine)) {
            world.fail("the visits differ: " + Contents.firstDifference(theirs, mine));
        }
        shown = mine;
        FoldDigest digest = process.ledger.fold();
        if (fold != null && !digest.equals(fold)) {
            world.fail("the folds differ: " + fold + " and at " + host + " " + digest);
        }
        fold = digest;
        if (!process.ledger.holdings().withheld().isEmpty()) {
            world.fail(host + " lacks what events say: " + process.ledger.holdings().withheld());
        }
        checks.foldsAsFromTheBeginning(host);
    }

    private void holdsAllOf(Host host, SimProcess process, Host other) {
        other.floor()
                .forEach(
                        (stream, n) -> {
                            if (process.ledger.holdings().n(stream) < n
                                    && !checks.isForked(stream)) {
                                world.fail(
                                        "%s has %d events of %s, %s had %d"
                                                .formatted(
                                                        host,
                                                        process.ledger.holdings().n(stream),
                                                        stream,
                                                        other,
                                                        n));
                            }
                        });
    }

    /** What was acknowledged since a machine was copied is somewhere, under whatever number. */
    private void saysAllOfTheForked(Host host, Collection<LedgerEvent> all) {
        Set<Blob> said = new HashSet<>();
        all.forEach(event -> said.add(event.payload()));
        for (LedgerEvent event : checks.acknowledgedInForks()) {
            if (!said.contains(event.payload()) && !said.contains(erased(event).payload())) {
                world.fail(host + " lacks what was acknowledged: " + event);
            }
        }
    }

    /** Also where it was written again under another stream, and wherever it came from. */
    private void whatWasErasedIsGone(Host host, Map<Contents.Number, LedgerEvent> all) {
        Map<Contents.Number, List<Contents.Number>> again = new HashMap<>();
        for (LedgerEvent event : all.values()) {
            if (event.kind().equals(Fact.Withdraw.KIND)) {
                long seq = event.seq();
                for (Contents.Number given : places(event)) {
                    again.computeIfAbsent(given, _ -> new ArrayList<>())
                            .add(new Contents.Number(event.stream(), ++seq));
                }
            }
        }
        for (LedgerEvent event : all.values()) {
            if (event.kind().equals(Fact.Erase.KIND)) {
                places(event).forEach(place -> isGone(host, place, all, again));
            }
        }
    }

    private void isGone(
            Host host,
            Contents.Number place,
            Map<Contents.Number, LedgerEvent> all,
            Map<Contents.Number, List<Contents.Number>> again) {
        LedgerEvent event = all.get(place);
        if (event != null && !event.erased() && mayBeErased(event)) {
            world.fail(host + " still has what was erased: " + event);
        }
        again.getOrDefault(place, List.of()).forEach(next -> isGone(host, next, all, again));
    }

    /** What is said of other events stays. */
    private static boolean mayBeErased(LedgerEvent event) {
        return !event.kind().equals(Fact.Erase.KIND) && !event.kind().equals(Fact.Withdraw.KIND);
    }

    private static List<Contents.Number> places(LedgerEvent event) {
        var places = new ArrayList<Contents.Number>();
        Matcher found = PLACE.matcher(new String(event.payload().bytes(), StandardCharsets.UTF_8));
        while (found.find()) {
            places.add(
                    new Contents.Number(
                            StreamId.parse(found.group(2)), Long.parseLong(found.group(1))));
        }
        return places;
    }

    /** Whether it is that event, or what is left of it. */
    private static boolean isSame(LedgerEvent told, LedgerEvent held) {
        return held.equals(told) || held.equals(erased(told));
    }

    /** What is left of an event. */
    static LedgerEvent erased(LedgerEvent event) {
        if (event.erased()) {
            return event;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(event.payload().bytes());
            return new LedgerEvent(
                    event.stream(),
                    event.seq(),
                    event.id(),
                    event.kind(),
                    event.src(),
                    event.central(),
                    event.hlc(),
                    event.wallMs(),
                    Blob.of(hash),
                    true);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
