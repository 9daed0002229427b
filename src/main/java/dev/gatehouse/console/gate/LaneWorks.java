package dev.gatehouse.console.gate;

import dev.gatehouse.console.fx.FxBridge;
import dev.gatehouse.model.Lane;
import dev.gatehouse.model.LaneState;
import dev.gatehouse.port.NodePort;

import org.jspecify.annotations.Nullable;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The work at all lanes of the booth, and at which of them a person works. FX thread only. */
final class LaneWorks {
    private final FxBridge bridge;
    private final NodePort node;
    private final InstantSource clock;
    private final Runnable changed;
    private List<LaneWork> works = List.of();
    private String selected = "";

    /**
     * @param changed run after every change at one of them
     */
    LaneWorks(FxBridge bridge, NodePort node, InstantSource clock, Runnable changed) {
        this.bridge = bridge;
        this.node = node;
        this.clock = clock;
        this.changed = changed;
    }

    List<LaneWork> all() {
        return works;
    }

    /**
     * Takes what the node knows of them now; work goes on at those that are still there.
     *
     * @return whether they are others than before
     */
    boolean take(List<LaneState> states) {
        List<Lane> before = works.stream().map(LaneWork::lane).toList();
        if (before.equals(states.stream().map(LaneState::lane).toList())) {
            boolean others = false;
            for (int i = 0; i < works.size(); i++) {
                others |= works.get(i).take(states.get(i));
            }
            if (others) {
                changed.run(); // once for all: a busy camera must not have each drawn for each
            }
            return false;
        }
        works = states.stream().map(this::workAt).toList();
        if (works.stream().noneMatch(work -> work.lane().id().equals(selected))) {
            selected = works.getFirst().lane().id();
        }
        return true;
    }

    private LaneWork workAt(LaneState state) {
        for (LaneWork known : works) {
            if (known.lane().equals(state.lane())) {
                known.take(state);
                return known;
            }
        }
        // there are no operators yet: the account of the PC is all that is known
        String staff = System.getProperty("user.name", "console");
        return new LaneWork(bridge, node, clock, state, staff, changed);
    }

    /** The one at which a person works. */
    LaneWork selected() {
        return works.get(place());
    }

    /** Its place, from 0. */
    int place() {
        for (int i = 0; i < works.size(); i++) {
            if (works.get(i).lane().id().equals(selected)) {
                return i;
            }
        }
        return 0;
    }

    /** The place of a lane; -1 where it is not there any more. */
    int placeOf(Lane lane) {
        for (int i = 0; i < works.size(); i++) {
            if (works.get(i).lane().id().equals(lane.id())) {
                return i;
            }
        }
        return -1;
    }

    /** Whether there is another lane. */
    boolean canSelect(int place) {
        return place >= 0 && place < works.size() && place != place();
    }

    /** A person works at that one from now on, and sees it anew. */
    void select(int place) {
        selected = works.get(place).lane().id();
        selected().showAnew();
    }

    /** The one at which something was done last that can be taken back; null where nothing can. */
    @Nullable LaneWork toUndo() {
        return works.stream()
                .filter(work -> work.act() != null)
                .max(Comparator.comparing(work -> Objects.requireNonNull(work.act()).at()))
                .orElse(null);
    }
}
