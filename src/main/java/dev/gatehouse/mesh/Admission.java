package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.LinkState;
import dev.gatehouse.model.LinkState.Refusal;
import dev.gatehouse.model.StreamId;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.JsonNode;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * Finds out who is at the other end of a link and which dialect it speaks, and lets it in. On the
 * link's worker.
 */
final class Admission {
    private static final Logger LOG = LoggerFactory.getLogger(Mesh.class);

    /** How a link ends; any thread. */
    interface Ending {
        void refuse(Link link, Refusal why);

        void close(Link link, int code, String reason);
    }

    private final Roster roster;
    private final Supplier<Doorkeeper> door;
    private final Collection<Link> links;
    private final InstantSource clock;
    private final MeshListener listener;
    private final Ending ending;

    /**
     * @param roster also the lock under which a link becomes somebody's
     * @param links those that are there now
     */
    Admission(
            Roster roster,
            Supplier<Doorkeeper> door,
            Collection<Link> links,
            InstantSource clock,
            MeshListener listener,
            Ending ending) {
        this.roster = roster;
        this.door = door;
        this.links = links;
        this.clock = clock;
        this.listener = listener;
        this.ending = ending;
    }

    /** Takes a frame that could be read. */
    void frame(Link link, Frame frame) {
        if (link.identity() != null) {
            goesOn(link, frame);
            listener.frame(link, frame);
        } else if (isOfNode(frame)) {
            if (identify(link, frame)) {
                listener.frame(link, frame);
            }
        } else if (isHere(link, frame)) {
            listener.frameOfOriginal(link, frame);
        }
    }

    /** Only nodes say this, and say it first. */
    private static boolean isOfNode(Frame frame) {
        return frame.type().equals(Frame.HEARTBEAT)
                && frame.data().path("g").path("node").isString();
    }

    // ---- originals

    /** It has said nothing so long: a node would have, and whom we dialled we know by name. */
    void quiet(Link link) {
        PeerAddress dialled = link.dialled();
        if (dialled != null && link.central() == null) {
            letIn(link, dialled.id());
        }
    }

    /** Whether the original that says this is known, and the one that it was. */
    private boolean isHere(Link link, Frame frame) {
        CentralId known = link.original();
        if (known == null) {
            if (CentralId.isValid(frame.source())) {
                return letIn(link, new CentralId(frame.source()));
            }
            ending.refuse(
                    link,
                    new Refusal(
                            Refusal.Code.OTHER,
                            Complaints.clip(
                                    "source_central '" + frame.source() + "' is no central's id")));
            return false;
        }
        // what it tells of cars may be another's; of itself it speaks in heartbeats
        if (frame.type().equals(Frame.HEARTBEAT) && !frame.source().equals(known.value())) {
            Refusal why =
                    CentralId.isValid(frame.source())
                            ? door.get().objection(link, new CentralId(frame.source()), true)
                            : null;
            ending.refuse(
                    link,
                    why != null
                            ? why
                            : new Refusal(
                                    Refusal.Code.OTHER,
                                    Complaints.clip(
                                            known + " calls itself " + frame.source() + " now")));
            return false;
        }
        return true;
    }

    private boolean letIn(Link link, CentralId central) {
        Refusal objection = door.get().objection(link, central, roster.get(central) != null);
        if (objection == null
                && linksOf(central).stream().anyMatch(other -> other.identity() != null)) {
            // whoever knows its name could else make a node an original
            String why = central + " is a node: on another link it speaks as one";
            objection = new Refusal(Refusal.Code.OTHER, why);
        }
        if (objection != null) {
            ending.refuse(link, objection);
            return false;
        }
        LinkState.Paused pause = roster.paused(central);
        if (pause != null) {
            ending.close(link, Link.CODE_PAUSED, words(pause));
            return false;
        }
        synchronized (roster) {
            Dialer dialer = roster.get(central);
            if (dialer == null || !mayStay(link, central)) {
                return false;
            }
            if (linksOf(central).isEmpty()) {
                LOG.info("Connected to P2P peer {}", central);
            }
            link.foundOriginal(central);
            dialer.found(true);
            dialer.up(clock.instant());
        }
        listener.foundOriginal(link);
        return true;
    }

    // ---- nodes

    private boolean identify(Link link, Frame frame) {
        JsonNode node = frame.data().path("g").path("node");
        Link.Identity who;
        try {
            who =
                    new Link.Identity(
                            new CentralId(frame.source()), StreamId.parse(node.stringValue()));
        } catch (IllegalArgumentException e) {
            ending.refuse(link, new Refusal(Refusal.Code.OTHER, String.valueOf(e.getMessage())));
            return false;
        }
        CentralId central = who.central();
        CentralId before = link.original();
        Refusal objection = door.get().objection(link, who, roster.get(central) != null);
        if (objection == null && before != null && !before.equals(central)) {
            objection =
                    new Refusal(Refusal.Code.OTHER, before + " calls itself " + central + " now");
        }
        if (objection != null) {
            ending.refuse(link, objection);
            return false;
        }
        LinkState.Paused pause = roster.paused(central);
        if (pause != null) { // on this side nobody is to blame, so it is no refusal
            ending.close(link, Link.CODE_PAUSED, words(pause));
            return false;
        }
        if (!admit(link, who)) {
            return false;
        }
        link.heartbeatCame();
        listener.identified(link);
        for (Link silent : door.get().replaced(link, who, linksOf(central))) {
            ending.close(silent, Link.CODE_SILENT, "replaced by a new node");
        }
        closeExtras(link, who);
        return true;
    }

    private void closeExtras(Link beating, Link.Identity who) {
        for (Link extra : door.get().extras(beating, who, linksOf(who.central()))) {
            ending.close(extra, Link.CODE_DUPLICATE, "one link is enough");
        }
    }

    /** A frame of a node that is known; its heartbeats say which stream it writes now. */
    private void goesOn(Link link, Frame frame) {
        Link.Identity who = link.identity();
        if (who == null || !frame.type().equals(Frame.HEARTBEAT)) {
            return;
        }
        String node = frame.data().path("g").path("node").asString("");
        if (!node.equals(who.node().toString()) && !node.isEmpty()) {
            try {
                who = new Link.Identity(who.central(), StreamId.parse(node));
            } catch (IllegalArgumentException e) {
                return; // the sync refuses the whole frame
            }
            link.identify(who);
        }
        link.heartbeatCame();
        closeExtras(link, who);
    }

    /** Makes the link that central's, unless it was closed while its first frame waited. */
    private boolean admit(Link link, Link.Identity who) {
        synchronized (roster) {
            Dialer dialer = roster.get(who.central());
            if (dialer == null || !mayStay(link, who.central())) {
                return false;
            }
            if (linksOf(who.central()).isEmpty()) {
                LOG.info("Connected to P2P peer {}", who.central());
            }
            link.identify(who);
            dialer.found(false);
            dialer.up(clock.instant());
            return true;
        }
    }

    /** Whether it is still there, and nobody has paused it meanwhile. */
    private boolean mayStay(Link link, CentralId central) {
        return roster.paused(central) == null && links.contains(link);
    }

    /** As a link is closed with it. */
    static String words(LinkState.Paused pause) {
        return "paused until " + pause.until() + " by " + pause.by();
    }

    List<Link> linksOf(CentralId central) {
        return links.stream().filter(link -> central.equals(link.central())).toList();
    }
}
