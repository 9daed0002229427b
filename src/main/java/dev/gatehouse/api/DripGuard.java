package dev.gatehouse.api;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections on which a request's header drips in: Jetty's idle timeout begins anew with
 * each byte, so one byte every half minute would hold a connection for days. Bodies have their own
 * limit in {@link BodyReader}.
 *
 * @param scheduler runs the checks
 * @param limit how long a header may take, up to twice that
 */
record DripGuard(Scheduler scheduler, Duration limit) implements Connection.Listener {
    @Override
    public void onOpened(Connection connection) {
        watch(connection, 0, 0);
    }

    private void watch(Connection connection, long messages, long bytes) {
        scheduler.schedule(
                () -> check(connection, messages, bytes), limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void check(Connection connection, long messagesBefore, long bytesBefore) {
        if (!connection.getEndPoint().isOpen()) {
            return;
        }
        long messages = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        boolean betweenRequests = messages == connection.getMessagesOut();
        if (betweenRequests && messages == messagesBefore && bytes > bytesBefore) {
            // the endpoint, not the connection, which would still try to answer
            connection.getEndPoint().close();
        } else {
            watch(connection, messages, bytes);
        }
    }
}
