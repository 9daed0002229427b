package dev.gatehouse.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.HashMap;
import java.util.Map;

/** The log of what went wrong in the window. What fails with every frame must not fill the disk. */
final class Failures {
    /** Different places that can fail in one run; those beyond are not told apart. */
    private static final int MOST = 64;

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private final Map<String, Integer> counts = new HashMap<>();

    /** Logs it the first time, the second, the fourth, and so on. */
    void log(FailureReport report, Throwable thrown) {
        String code = counts.size() < MOST ? report.code() : "others";
        int times = counts.merge(code, 1, Integer::sum);
        if (Integer.bitCount(times) == 1) {
            LOG.error("The window failed [{}], time {}", report.code(), times, thrown);
        }
    }
}
