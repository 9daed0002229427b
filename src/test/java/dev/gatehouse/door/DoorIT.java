package dev.gatehouse.door;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.stream.Stream;

/** All that happens at a door, tried on started nodes. */
class DoorIT {
    @TestFactory
    Stream<DynamicTest> theDoorHolds(@TempDir Path folder) {
        var stage = new Stage(folder);
        return DoorCheck.rows(stage).stream()
                .map(
                        row ->
                                DynamicTest.dynamicTest(
                                        row.name(), () -> assertThat(row.failure()).isEmpty()))
                .onClose(stage::close);
    }
}
