package dev.gatehouse.ledger.write;

/** How far a transaction got with what came from peers, and when. */
final class MergeCourse {
    int offers;
    int events;
    private long since;
    private long longest;

    MergeCourse(long begun) {
        since = begun;
    }

    void merged(int size, long now) {
        offers++;
        events += size;
        longest = Math.max(longest, now - since);
        since = now;
    }

    /** The most that a request which came meanwhile had to wait. */
    long longestWait(long ended) {
        return longest + ended - since;
    }
}
