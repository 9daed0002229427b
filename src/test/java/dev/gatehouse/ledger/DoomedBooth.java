package dev.gatehouse.ledger;

import dev.gatehouse.ledger.write.MergeResult;
import dev.gatehouse.model.StreamHead;

import java.nio.file.Path;
import java.util.Locale;

/**
 * A process to be killed: cars come in at several lanes while what another booth has is merged in
 * small pages, and each answer is one line on the standard output. Ends by itself only when it is
 * not killed for long.
 */
final class DoomedBooth {
    static final int LANES = 4;

    /** Small, so that there are many commits to be killed in. */
    private static final int ROWS = 16;

    /** More cars than any round lets in. */
    private static final int CARS = 5_000;

    private DoomedBooth() {}

    /**
     * Lets cars in and merges until it is killed.
     *
     * @param args the folder with both databases, and the number of the round
     */
    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        int round = Integer.parseInt(args[1]);
        try (Booth booth = new Booth(folder, "central-1", round);
                Booth other = new Booth(folder, "central-2", -round)) {
            var lanes = new Thread[LANES];
            for (int lane = 0; lane < LANES; lane++) {
                int number = lane;
                lanes[lane] = Thread.ofPlatform().start(() -> letIn(booth, round, number));
            }
            merge(booth, other);
            for (Thread lane : lanes) {
                lane.join();
            }
        }
    }

    private static void letIn(Booth booth, int round, int lane) {
        for (int car = 0; car < CARS; car++) {
            String plate = String.format(Locale.ROOT, "%02dA%d%04d", 10 + round, lane, car);
            booth.enter(plate);
            say("in " + plate);
        }
    }

    private static void merge(Booth booth, Booth other) {
        for (StreamHead head : other.ledger().holdings().all()) {
            for (long n = booth.held(head.stream()); n < head.n(); n = booth.held(head.stream())) {
                MergeResult merged =
                        booth.ledger().merge(other.page(head.stream(), n + 1, ROWS)).join();
                say("merged " + head.stream() + " " + (n + merged.merged()));
            }
        }
    }

    /** A line that the kill has cut has no full stop. */
    private static void say(String answer) {
        System.out.println(answer + " .");
    }
}
