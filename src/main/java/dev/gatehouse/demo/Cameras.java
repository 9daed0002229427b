package dev.gatehouse.demo;

import dev.gatehouse.model.Camera;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.PictureOutcome;
import dev.gatehouse.model.Plate;
import dev.gatehouse.port.NodePort;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.CompletableFuture;

/**
 * The cameras of a booth: one looks at the lane in, one at the lane out. Says to a node what they
 * say, and nothing else. Any thread.
 */
final class Cameras {
    /** The camera at the lane in, as its lane names it. */
    static final String IN = "Camera làn 1";

    /** The camera at the lane out, as its lane names it. */
    static final String OUT = "Camera làn 2";

    /** What is sent in place of a plate that cannot be read. */
    private static final String UNREAD = "unknown";

    /** So sure is a camera of what it reads where it does not see well. */
    private static final double DOUBT = 0.62;

    private Cameras() {}

    /** The car passes, and its plate is read. */
    static CompletableFuture<Passed> pass(NodePort node, Traffic.Move move) {
        return pass(node, move, move.plate(), move.confidence());
    }

    /** The car passes, and its plate cannot be read. */
    static CompletableFuture<Passed> passUnread(NodePort node, Traffic.Move move) {
        return pass(node, move, UNREAD, DOUBT);
    }

    private static CompletableFuture<Passed> pass(
            NodePort node, Traffic.Move move, String read, double confidence) {
        return node.gate().pass(way(move), report(node, move, read, confidence));
    }

    /** A car stands before the barrier and was read so; nothing is opened. Reads the database. */
    static void detect(NodePort node, Traffic.Move move, String read) {
        var unused = node.gate().sight(way(move), report(node, move, read, move.confidence()));
    }

    private static OpenRequest report(
            NodePort node, Traffic.Move move, String read, double confidence) {
        return new OpenRequest(
                read,
                null,
                edge(move),
                number(move.entering()),
                name(move.entering()),
                confidence,
                "auto",
                null,
                null,
                null,
                picture(node, move.plate()));
    }

    /** The picture of the car itself, however its plate was read. */
    private static @Nullable Hash picture(NodePort node, String plate) {
        byte[] drawn = CarPicture.of(new Plate(plate, plate), plate.hashCode());
        return node.pictures().keep(drawn) instanceof PictureOutcome.Taken(Hash hash) ? hash : null;
    }

    /** The barrier closed behind the car. */
    static void close(NodePort node, Traffic.Move move) {
        var unused = node.gate().close(move.plate(), edge(move));
    }

    /** Both say that they are there. */
    static void speak(NodePort node) {
        node.cameras().heard(new Camera.Word(number(true), name(true), "ENTRY", 0, 0));
        node.cameras().heard(new Camera.Word(number(false), name(false), "EXIT", 0, 0));
    }

    private static GateEvent.Kind way(Traffic.Move move) {
        return move.entering() ? GateEvent.Kind.ENTRY : GateEvent.Kind.EXIT;
    }

    private static String edge(Traffic.Move move) {
        return move.entering() ? "edge-in" : "edge-out";
    }

    private static int number(boolean entering) {
        return entering ? 1 : 2;
    }

    private static String name(boolean entering) {
        return entering ? IN : OUT;
    }
}
