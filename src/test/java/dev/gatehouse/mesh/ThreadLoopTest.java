package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

class ThreadLoopTest {
    @Test
    void whatRunsNowAndThenGoesOnAfterAnErrorAndSoDoesWhatIsPosted() {
        var runs = new AtomicInteger();
        var posted = new AtomicBoolean();
        try (Loop loop = new ThreadLoop("test")) {
            loop.every(
                    Duration.ofMillis(5),
                    () -> {
                        if (runs.incrementAndGet() == 2) {
                            throw new OutOfMemoryError("on purpose");
                        }
                    });
            await().until(() -> runs.get() > 4);
            loop.post(
                    () -> {
                        throw new OutOfMemoryError("on purpose");
                    });
            assertThat(loop.post(() -> posted.set(true))).isTrue();
            await().untilTrue(posted);
        }
    }
}
