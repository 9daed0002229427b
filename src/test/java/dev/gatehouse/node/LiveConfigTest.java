package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gatehouse.FreePorts;
import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.Health;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The configuration of a whole node, changed while it runs. */
class LiveConfigTest {
    @TempDir private Path folder;
    private RunningNode booth;

    @BeforeEach
    void on() throws Exception {
        booth = new RunningNode(folder, 1);
    }

    @AfterEach
    void off() {
        booth.close();
    }

    private boolean isWell(String check) {
        return booth.node.health().checks().stream()
                .filter(c -> c.name().equals(check))
                .allMatch(Health.Check::ok);
    }

    @Test
    void theSitesNameIsInForceAtOnceAndOnTheDisk() throws Exception {
        var answer = booth.change("{\"site\": {\"name\": \"Cổng sông\", \"capacity\": 300}}");
        assertThat(answer.status()).as(answer.json().toString()).isEqualTo(200);
        assertThat(booth.node.info().siteName()).isEqualTo("Cổng sông");
        assertThat(booth.node.info().capacity()).isEqualTo(300);
        assertThat(Files.readString(booth.file())).contains("Cổng sông", "kept");
    }

    @Test
    void anotherFeeIsChargedFromTheNextExitOn() throws Exception {
        booth.open("29A12345");
        Instant entered = Instant.now();
        booth.change("{\"tariff\": {\"free_minutes\": 0, \"per_hour\": 7000}}");
        await().until(() -> Instant.now().isAfter(entered.plusSeconds(1)));
        assertThat(booth.openElsewhere("29A12345").get("fee").asLong()).isEqualTo(7_000);
    }

    @Test
    void theApiMovesToAnotherPortAndAnswersTheRequestThatAskedForIt() throws Exception {
        int next = FreePorts.at(booth.ip);
        var answer = booth.change("{\"this_central\": {\"api_port\": " + next + "}}");
        assertThat(answer.status()).isEqualTo(200);
        await().until(() -> booth.answersAt(next) && !booth.answersAt(booth.apiPort));
        assertThat(booth.node.info().apiPort()).isEqualTo(next);
    }

    @Test
    void aPortThatIsTakenIsAnAlarmAndThePresentOneIsKept() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getByName(booth.ip))) {
            booth.change("{\"this_central\": {\"api_port\": " + other.getLocalPort() + "}}");
            await().until(() -> !isWell("api"));
            assertThat(booth.answersAt(booth.apiPort)).as("cameras are served").isTrue();
            await().until(
                            () ->
                                    booth.node.alarms().list().open().stream()
                                            .anyMatch(a -> a.code() == Alarm.Code.API_STOPPED));
        }
        booth.change("{\"this_central\": {\"api_port\": " + booth.apiPort + "}}");
        await().until(() -> isWell("api"));
        assertThat(booth.answersAt(booth.apiPort)).isTrue();
    }

    @Test
    void theP2pPortMoves() throws Exception {
        int next = FreePorts.at(booth.ip);
        booth.change("{\"this_central\": {\"p2p_port\": " + next + "}}");
        await().until(() -> isFree(booth.p2pPort) && !isFree(next));
        assertThat(isWell("p2p")).isTrue();
    }

    private boolean isFree(int port) {
        try (var probe = new ServerSocket(port, 1, InetAddress.getByName(booth.ip))) {
            return probe.isBound();
        } catch (java.io.IOException taken) {
            return false;
        }
    }

    @Test
    void theFileEditedOnTheDiskIsInForceByItself() throws Exception {
        String edited =
                Files.readString(booth.file())
                        .replace("\"mesh\"", "\"site\": {\"name\": \"edited\"}, \"mesh\"");
        Files.writeString(booth.file(), edited);
        await().until(() -> booth.node.info().siteName().equals("edited"));
    }

    @Test
    void aSlipInTheFileChangesNothingAndIsToldUntilItIsMended() throws Exception {
        String good = Files.readString(booth.file());
        Files.writeString(
                booth.file(), good.replace("\"peer_centrals\": []", "\"site\": {\"x\": 1}"));
        await().until(() -> !isWell("config"));
        assertThat(booth.node.info().siteName()).isEqualTo("central-1");
        assertThat(booth.answersAt(booth.apiPort)).isTrue();
        await().until(
                        () ->
                                booth.node.alarms().list().open().stream()
                                        .anyMatch(a -> a.code() == Alarm.Code.CONFIG_SLIP));
        Files.writeString(booth.file(), good);
        await().until(() -> isWell("config"));
    }

    @Test
    void aFileThatIsGoneKeepsWhatWasInForce() throws Exception {
        Files.delete(booth.file());
        await().until(() -> !isWell("config"));
        assertThat(booth.node.config().mesh().self().id().value()).isEqualTo("central-1");
    }

    @Test
    void anotherIdWaitsForTheNextStart() throws Exception {
        var answer = booth.change("{\"this_central\": {\"id\": \"central-8\"}}");
        assertThat(answer.json().get("at_next_start").get(0).asString())
                .isEqualTo("this_central.id");
        assertThat(booth.get("/api/p2p/info").json().get("info").get("id").asString())
                .isEqualTo("central-1");
        assertThat(Files.readString(booth.file())).contains("central-8");
    }

    @Test
    void aBadChangeChangesNothing() throws Exception {
        String before = Files.readString(booth.file());
        var answer = booth.change("{\"this_central\": {\"api_port\": \"8000\"}}");
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().get("error").asString())
                .contains("this_central.api_port", "\"8000\"", "a whole number from 1 to 65535");
        assertThat(booth.file()).hasContent(before);
    }
}
