package dev.gatehouse.node;

import dev.gatehouse.diag.Watch;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.port.AlarmPort;

/** The alarms for the outer world. Any thread. */
record AlarmDesk(Watch watch) implements AlarmPort {
    @Override
    public AlarmList list() {
        return watch.alarms();
    }

    @Override
    public boolean acknowledge(long id, String by) {
        return watch.acknowledge(id, by);
    }
}
