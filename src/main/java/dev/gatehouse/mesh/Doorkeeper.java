package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState.Refusal;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who may be here, which of two links stays, and whose name is not his alone. Any thread. */
final class Doorkeeper {
    /** A namesake that was turned away comes again within seconds, for as long as it is there. */
    private static final Duration NAMESAKE_FOR = Duration.ofSeconds(60);

    /** Of two links to one node one is closed once both have had a heartbeat within this. */
    private static final Duration BOTH_ALIVE = Duration.ofSeconds(10);

    private final Mesh.Settings settings;
    private final InstantSource clock;
    private volatile Instant namesakeCame = Instant.EPOCH;

    Doorkeeper(Mesh.Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Why that peer cannot be here; null where it can.
     *
     * @param configured whether it is among the peers
     */
    @Nullable Refusal objection(Link link, Link.Identity who, boolean configured) {
        if (who.node().equals(settings.node().get())) {
            return new Refusal(
                    Refusal.Code.SELF,
                    "this is the node itself: the address of a peer leads back here");
        }
        return objection(link, who.central(), configured);
    }

    /** The same of one that tells no more than its name, as originals do. */
    @Nullable Refusal objection(Link link, CentralId central, boolean configured) {
        PeerAddress dialled = link.dialled();
        String found = central.value();
        String self = settings.self().value();
        if (dialled != null && !dialled.id().equals(central)) {
            String address = dialled.host() + ":" + dialled.port();
            String expected = dialled.id().value();
            return new Refusal(
                    Refusal.Code.WRONG_ID,
                    address
                            + " answers as "
                            + found
                            + ", expected "
                            + expected
                            + ": check peer_centrals here and this_central there",
                    address,
                    expected,
                    found);
        }
        if (central.equals(settings.self())) {
            namesakeCame = clock.instant();
            return new Refusal(
                    Refusal.Code.SAME_ID,
                    "another booth calls itself " + self + " too: change this_central there",
                    self);
        }
        return configured
                ? null
                : new Refusal(
                        Refusal.Code.UNKNOWN_CENTRAL,
                        found + " is not in peer_centrals of " + self + ": add it there",
                        found);
    }

    /**
     * Links that a new one takes the place of: a central that was started again need not wait until
     * its former link is given up.
     */
    List<Link> replaced(Link fresh, Link.Identity who, List<Link> ofThatCentral) {
        Instant limit = clock.instant().minus(settings.heartbeat().multipliedBy(3).dividedBy(2));
        return ofThatCentral.stream()
                .filter(other -> other != fresh && other.lastHeard().isBefore(limit))
                .filter(other -> !who.node().equals(node(other)))
                .toList();
    }

    /**
     * Links to be closed from here, because another to the same node is as good: the side with the
     * smaller node closes the one that it did not dial, and of two that it did not dial the older.
     *
     * @param beating on which a heartbeat just came
     */
    List<Link> extras(Link beating, Link.Identity who, List<Link> ofThatCentral) {
        if (settings.node().get().compareTo(who.node()) >= 0) {
            return List.of();
        }
        Instant limit = clock.instant().minus(BOTH_ALIVE);
        return ofThatCentral.stream()
                .filter(other -> other != beating && who.node().equals(node(other)))
                .filter(other -> !other.lastHeartbeat().isBefore(limit))
                .map(
                        other ->
                                beating.isOlderThan(other)
                                        ? extra(beating, other)
                                        : extra(other, beating))
                .filter(extra -> extra.dialled() == null)
                .distinct()
                .toList();
    }

    /** Whether no other link leads to that peer, or may turn out to. */
    boolean isOnly(Link gone, Collection<Link> links) {
        CentralId who = gone.central();
        return who != null
                && links.stream()
                        .map(Link::central)
                        .noneMatch(one -> one == null || one.equals(who));
    }

    private static Link extra(Link older, Link younger) {
        return older.dialled() == null ? older : younger;
    }

    private static @Nullable StreamId node(Link link) {
        Link.Identity who = link.identity();
        return who == null ? null : who.node();
    }

    /** Names that more than one booth has, as far as these links show. */
    Set<CentralId> sharedNames(Collection<Link> links) {
        var shared = new TreeSet<CentralId>();
        for (Link older : links) {
            Link.Identity one = older.identity();
            for (Link younger : links) {
                Link.Identity other = younger.identity();
                if (one != null
                        && other != null
                        && one.central().equals(other.central())
                        && older.isOlderThan(younger)
                        && goesOnBeside(older, younger, one.node().equals(other.node()))) {
                    shared.add(one.central());
                }
            }
        }
        if (clock.instant().isBefore(namesakeCame.plus(NAMESAKE_FOR))) {
            shared.add(settings.self());
        }
        return shared;
    }

    /**
     * A booth that was started again is silent on its former link; another booth is not.
     *
     * @param oneNode of two links to one node one is closed at once, but for the time that this
     *     takes; where both go on, a machine and its copy are there
     */
    private boolean goesOnBeside(Link older, Link younger, boolean oneNode) {
        Instant met = oneNode ? younger.identifiedAt().plus(BOTH_ALIVE) : younger.identifiedAt();
        return met.plus(settings.heartbeat()).isBefore(older.lastHeartbeat());
    }
}
