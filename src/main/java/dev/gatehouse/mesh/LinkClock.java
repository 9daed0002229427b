package dev.gatehouse.mesh;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/**
 * Round trip and clock offset of one link, from heartbeats that echo each other: the four instants
 * of NTP (RFC 5905, section 8). One thread.
 */
public final class LinkClock {
    /** Samples kept: five minutes of heartbeats every five seconds. */
    private static final int SAMPLES = 64;

    /**
     * Of so many samples the quickest tells the offset: the clock filter of RFC 5905, section 10.
     */
    private static final int FILTERED = 8;

    /**
     * The peer tells its times in whole milliseconds: a faster link can seem this much too fast.
     */
    private static final double COARSE_MS = 1;

    private final double[] rtt = new double[SAMPLES];
    private final double[] offset = new double[SAMPLES];
    private int count;

    /**
     * @param sentMs when our heartbeat left, by our clock
     * @param peerReceivedMs when it came there, by the peer's clock
     * @param peerSentMs when the answer left there, by the peer's clock
     * @param receivedMs when the answer came, by our clock
     */
    public void sample(double sentMs, double peerReceivedMs, double peerSentMs, double receivedMs) {
        double roundTrip = (receivedMs - sentMs) - (peerSentMs - peerReceivedMs);
        if (roundTrip < -COARSE_MS || peerSentMs < peerReceivedMs) {
            return; // a clock was set in between
        }
        int at = count++ % SAMPLES;
        rtt[at] = Math.max(0, roundTrip);
        offset[at] = ((peerReceivedMs - sentMs) + (peerSentMs - receivedMs)) / 2;
    }

    /** That percentile of the round trips, in ms; null before the first. */
    public @Nullable Double rttMs(int percentile) {
        return percentile(rtt, percentile);
    }

    /**
     * The peer's clock minus ours, in ms, as the quickest of the last round trips tells it: it is
     * right to half of that round trip. Null before the first sample.
     */
    public @Nullable Double offsetMs() {
        int quickest = -1;
        for (int back = 1; back <= Math.min(count, FILTERED); back++) {
            int at = (count - back) % SAMPLES;
            if (quickest < 0 || rtt[at] < rtt[quickest]) {
                quickest = at;
            }
        }
        return quickest < 0 ? null : Double.valueOf(offset[quickest]);
    }

    private @Nullable Double percentile(double[] samples, int percentile) {
        int n = Math.min(count, SAMPLES);
        if (n == 0) {
            return null;
        }
        double[] sorted = Arrays.copyOf(samples, n);
        Arrays.sort(sorted);
        return sorted[Math.min(n - 1, n * percentile / 100)];
    }
}
