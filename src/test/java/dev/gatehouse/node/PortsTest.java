package dev.gatehouse.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gatehouse.config.Config;
import dev.gatehouse.model.CentralId;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

class PortsTest {
    @ParameterizedTest(name = "ip {0}, trust_lan {1}: {2}")
    @CsvSource({
        "auto,          true,  127.0.0.1",
        "auto,          false, 127.0.0.1",
        "127.0.0.11,    true,  127.0.0.11",
        "127.0.0.11,    false, 127.0.0.11",
        "192.168.1.101, true,  192.168.1.101 127.0.0.1",
        "192.168.1.101, false, 127.0.0.1",
        "0.0.0.0,       true,  0.0.0.0",
        "0.0.0.0,       false, 127.0.0.1",
    })
    void theApiListensNoWiderThanItIsTold(String ip, boolean trustLan, String expected)
            throws UnknownHostException {
        var self = new Config.ThisCentral(new CentralId("central-1"), ip, 9000, 8000);
        List<String> hosts =
                Ports.apiHosts(self, trustLan).stream().map(InetAddress::getHostAddress).toList();
        assertThat(hosts).containsExactly(expected.split(" "));
    }
}
