package dev.gatehouse.demo;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Lane;
import dev.gatehouse.port.DemoPort;
import dev.gatehouse.port.NodePort;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes real centrals for the demonstration. Whoever knows what a node is implements it. */
public interface Site {
    /** Those that there are, in the order of their numbers. */
    List<CentralId> centrals();

    /**
     * Opens a central on its folder and starts it; blocks for about a second.
     *
     * @param clock the clock of its PC
     * @param cut whether its network cable is out
     * @throws IOException when its database cannot be opened
     */
    Running open(CentralId central, InstantSource clock, boolean cut) throws IOException;

    /**
     * Alters one byte of an event in a central's database that others hold as well; it may run
     * meanwhile. Blocks for a write.
     *
     * @return the event; empty where there is none yet
     * @throws IOException when the database cannot be written
     */
    Optional<DemoPort.Altered> alter(CentralId central) throws IOException;

    /**
     * Whether the row that was altered last is again what was written. Blocks for a read.
     *
     * @throws IOException when the database cannot be read
     */
    boolean isMended(CentralId central) throws IOException;

    /** The lanes of each central, one in and one out, and the camera that looks at each. */
    static List<Lane> lanes() {
        return List.of(
                lane("lan-1", "Làn 1", Lane.Direction.IN, Cameras.IN),
                lane("lan-2", "Làn 2", Lane.Direction.OUT, Cameras.OUT));
    }

    /** Cars follow each other faster here than at a barrier, so that a day has eight minutes. */
    Duration WINDOW = Duration.ofSeconds(2);

    private static Lane lane(String id, String name, Lane.Direction direction, String camera) {
        return new Lane(id, name, direction, List.of(camera), WINDOW, List.of());
    }

    /** A central that runs. */
    interface Running extends AutoCloseable {
        NodePort node();

        /**
         * Pulls its network cable out or puts it in; blocks for up to a second.
         *
         * @throws IOException when its port was taken meanwhile
         */
        void cut(boolean out) throws IOException;

        /** Stops it in order; blocks for up to a few seconds. */
        @Override
        void close();
    }
}
