package dev.gatehouse.sync;

import dev.gatehouse.ledger.hash.HeadMap;
import dev.gatehouse.ledger.store.Holdings;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Since when the peer over one link lacks what is held here. For each stream it is noted how far it
 * was held here then; once the peer has come so far, only what came since counts. The sync thread
 * only.
 */
final class Lag {
    /**
     * What the peer lacks of one stream.
     *
     * @param since when it was first held here, as far as is known
     * @param n so much was held here then
     */
    private record Mark(Instant since, long n) {}

    /** The oldest first; as many as streams that the peer lacks anything of. */
    private final Map<StreamId, Mark> marks = new LinkedHashMap<>();

    private boolean begun;

    /** Another part of a stream is held here. */
    void changed(StreamId stream, long n, Instant now) {
        marks.putIfAbsent(stream, new Mark(now, n));
    }

    /**
     * The oldest moment since when it lacks something; null where it lacks nothing.
     *
     * @param theirs all that the peer holds
     * @param before since when it is known from an earlier link; null where it is not
     */
    @Nullable Instant oldest(HeadMap theirs, Holdings mine, @Nullable Instant before, Instant now) {
        if (!begun) { // what was held here before the link came
            begun = true;
            Map<StreamId, Mark> during = new LinkedHashMap<>(marks);
            marks.clear();
            for (StreamHead head : mine.all()) {
                if (!head.held().minus(theirs.held(head.stream())).isEmpty()) {
                    marks.put(head.stream(), new Mark(before == null ? now : before, head.n()));
                }
            }
            during.forEach(marks::putIfAbsent);
        }
        while (!marks.isEmpty()) {
            var first = marks.entrySet().iterator().next();
            StreamId stream = first.getKey();
            Mark mark = first.getValue();
            long n = mine.n(stream);
            if (mine.held(stream).minus(theirs.held(stream)).isEmpty()) {
                marks.remove(stream);
            } else if (theirs.n(stream) >= mark.n() && n > mark.n()) {
                marks.remove(stream); // what it lacks now came later: to the end
                marks.put(stream, new Mark(now, n));
            } else {
                return mark.since();
            }
        }
        return null;
    }
}
