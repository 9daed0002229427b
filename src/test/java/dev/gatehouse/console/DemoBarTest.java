package dev.gatehouse.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.demo.CarPark;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.node.DemoSite;

import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;

/** The window on a whole demonstration of three centrals, with somebody at its keys. */
@Timeout(180)
class DemoBarTest {
    private CarPark park;
    private DemoSite.OneNode first;
    private Booth booth;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        var site = new DemoSite(folder, 3, "test");
        park = new CarPark(site, 60, InstantSource.system(), System::nanoTime, new Random(5));
        first = (DemoSite.OneNode) park.openFirst();
        park.openOthers();
        booth = new Booth(new Backend(first.node(), first.feed(), park), folder);
        booth.press(KeyCode.ALT, KeyCode.DIGIT3);
        untilRead("#proof", "Cả 3 máy giống hệt nhau");
    }

    @AfterEach
    void close() {
        booth.close();
        park.close();
    }

    private void untilRead(String selector, String text) {
        booth.untilRead(Duration.ofSeconds(60), selector, read -> assertThat(read).contains(text));
    }

    private void aCarComesThatAllKnow() {
        var car = new OpenRequest("30A12345", null, null, null, null, null, null);
        first.node().gate().open(car).join();
        Instant since = Instant.now();
        await().atMost(Duration.ofSeconds(60))
                .until(
                        () -> {
                            MeshStatus.Proof proof = first.node().mesh().status().proof();
                            return proof.complete()
                                    && proof.asOf() != null
                                    && proof.asOf().isAfter(since);
                        });
    }

    @Test
    void eachLeverIsPulledByAKeyAndSeenInThePanes() {
        untilRead("#demo-bar", "central-2: đang chạy");
        aCarComesThatAllKnow(); // what is altered at central-2 is to come back from its writer

        booth.press(KeyCode.ALT, KeyCode.C);
        untilRead("#demo-state", "central-2: đang chạy · mạng bị cắt");
        untilRead("#peer-central-2", "Mất");
        booth.press(KeyCode.ALT, KeyCode.B);
        untilRead("#demo-state", "bị sửa");
        booth.press(KeyCode.ALT, KeyCode.C);
        untilRead("#demo-state", "đã đúng lại");
        untilRead("#proof", "Cả 3 máy giống hệt nhau");

        booth.press(KeyCode.ALT, KeyCode.RIGHT);
        untilRead("#demo-state", "central-3: đang chạy");
        booth.press(KeyCode.ALT, KeyCode.S);
        untilRead("#demo-state", "central-3: đã dừng");
        untilRead("#peer-central-3", "Mất");
        untilRead("#demo-bar", "Chạy máy");
        booth.press(KeyCode.ALT, KeyCode.S);
        untilRead("#peer-central-3", "Đã kết nối");

        booth.press(KeyCode.ALT, KeyCode.K);
        untilRead("#demo-state", "giờ nhanh 20 s");
        booth.press(KeyCode.CONTROL, KeyCode.L);
        untilRead("#demo-state", "central-3: running · clock 20 s ahead");
        booth.press(KeyCode.ALT, KeyCode.K);
        booth.untilRead("#demo-state", read -> assertThat(read).isEqualTo("central-3: running"));
    }

    @Test
    void aLeverThatIsClickedLeavesTheFocusToWhoTypesAPlate() {
        booth.press(KeyCode.ALT, KeyCode.DIGIT1);
        booth.click("#demo-choose-3");
        untilRead("#demo-state", "central-3");
        booth.click("#demo-clock");
        untilRead("#demo-state", "giờ nhanh 20 s");
        booth.type("12");
        assertThat(Booth.fx(() -> ((TextField) booth.one("#plate-field")).getText()))
                .isEqualTo("12");
    }

    @Test
    void theCentralThatTheWindowIsOnIsNotStopped() {
        booth.press(KeyCode.ALT, KeyCode.LEFT);
        untilRead("#demo-state", "central-1: đang chạy");
        booth.press(KeyCode.ALT, KeyCode.S);
        untilRead("#demo-alarm", "Cửa sổ này đang mở trên central-1");
        untilRead("#demo-state", "central-1: đang chạy");
    }
}
