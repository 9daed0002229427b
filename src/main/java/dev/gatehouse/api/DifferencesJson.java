package dev.gatehouse.api;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Differences;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The answer of {@code GET /api/p2p/differences}. */
record DifferencesJson(boolean success, String peerId, FoundJson differences) {
    static DifferencesJson of(CentralId peer, Differences found) {
        return new DifferencesJson(true, peer.value(), FoundJson.of(found));
    }

    /**
     * What was found; times are UTC text.
     *
     * @param complete false where there may be more than was found
     * @param hereOnly events that only this node holds
     * @param thereOnly events that only the peer holds
     * @param twoFacts numbers under which the two hold different events
     * @param altered events that this node's disk does not hold as they were written
     * @param restored the same, and the right one has come back
     */
    record FoundJson(
            String at,
            boolean complete,
            PartJson hereOnly,
            PartJson thereOnly,
            PartJson twoFacts,
            PartJson altered,
            PartJson restored) {
        static FoundJson of(Differences found) {
            return new FoundJson(
                    TimeText.utc(found.at()),
                    found.complete(),
                    part(found, Differences.Kind.HERE_ONLY, found.hereOnly()),
                    part(found, Differences.Kind.THERE_ONLY, found.thereOnly()),
                    part(found, Differences.Kind.TWO_FACTS, found.twoFacts()),
                    part(found, Differences.Kind.ALTERED),
                    part(found, Differences.Kind.RESTORED));
        }

        static @Nullable FoundJson orNull(@Nullable Differences found) {
            return found == null ? null : of(found);
        }

        /** All there are. */
        private static PartJson part(Differences found, Differences.Kind kind) {
            return part(
                    found, kind, found.listed().stream().filter(one -> one.kind() == kind).count());
        }

        private static PartJson part(Differences found, Differences.Kind kind, long total) {
            List<OneJson> events =
                    found.listed().stream()
                            .filter(one -> one.kind() == kind)
                            .map(OneJson::of)
                            .toList();
            return new PartJson(total, events);
        }
    }

    /** {@code events} are the first ones, {@code total} is how many there are. */
    record PartJson(long total, List<OneJson> events) {}

    /** One number of a stream, and what each side holds under it. */
    record OneJson(
            @Nullable String central,
            String stream,
            long seq,
            @Nullable SideJson here,
            @Nullable SideJson there) {
        static OneJson of(Differences.One one) {
            @Nullable CentralId central = one.central();
            return new OneJson(
                    central == null ? null : central.value(),
                    one.stream().toString(),
                    one.seq(),
                    SideJson.orNull(one.here()),
                    SideJson.orNull(one.there()));
        }
    }

    /** An event. */
    record SideJson(String id, String kind, String at, @Nullable String plate, String hash) {
        static @Nullable SideJson orNull(Differences.@Nullable Side side) {
            return side == null
                    ? null
                    : new SideJson(
                            side.id().toString(),
                            side.kind(),
                            TimeText.utc(side.wall()),
                            side.plate(),
                            side.hash().toString());
        }
    }
}
