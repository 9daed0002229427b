package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.ConfigStore;
import dev.gatehouse.mesh.PeerAddress;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class AddressesTest {
    @TempDir Path folder;

    private List<PeerAddress> of(String peers) throws Exception {
        Files.writeString(
                folder.resolve(ConfigStore.FILE),
                """
                {"this_central": {"id": "central-1", "ip": "192.168.1.101"},
                 "peer_centrals": [%s]}
                """
                        .formatted(peers));
        return Addresses.of(new ConfigStore(folder, null, Map.of(), "booth").load().config());
    }

    private static String peer(int number, String ip, String more) {
        return "{\"id\": \"central-%d\", \"ip\": \"%s\"%s}".formatted(number, ip, more);
    }

    @Test
    void anOriginalsApiIsSoughtAt8000WhereNothingElseIsSaid() throws Exception {
        assertThat(of(peer(2, "192.168.1.102", "")).getFirst().ways())
                .containsExactly(
                        new PeerAddress.Way("192.168.1.102", 9000, "/"),
                        new PeerAddress.Way("192.168.1.102", 8000, "/ws/p2p"));
        String second = ", \"dialect\": \"original-2\", \"api_port\": 8010";
        assertThat(of(peer(2, "192.168.1.102", second)).getFirst().ways())
                .containsExactly(new PeerAddress.Way("192.168.1.102", 8010, "/ws/p2p"));
        assertThat(of(peer(2, "192.168.1.102", ", \"dialect\": \"original\"")).getFirst().ways())
                .containsExactly(new PeerAddress.Way("192.168.1.102", 9000, "/"));
    }

    @Test
    void whereSeveralCentralsShareAnAddressNoPortIsGuessed() throws Exception {
        List<PeerAddress> peers =
                of(
                        String.join(
                                ",",
                                peer(2, "192.168.1.101", ", \"p2p_port\": 9001"),
                                peer(3, "192.168.1.103", ""),
                                peer(4, "192.168.1.103", ", \"p2p_port\": 9001")));
        assertThat(peers).allSatisfy(peer -> assertThat(peer.ways()).hasSize(1));
    }
}
