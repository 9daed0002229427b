package dev.gatehouse.port;

import dev.gatehouse.model.AlarmList;

/** What somebody should do something about. */
public interface AlarmPort {
    /** The latest, at most a second old; does not block. */
    AlarmList list();

    /**
     * Somebody knows. An alarm that is over is closed by it; one that lasts stays open until it is
     * over.
     *
     * @param id the alarm's
     * @param by who; for the journal and the log
     * @return whether such an alarm is open
     */
    boolean acknowledge(long id, String by);
}
