package dev.stationmaster.desktop.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortsTest {
    @TempDir
    Path directory;

    @Test
    void standardPortsAreThoseOfTheContract() {
        ClusterPorts ports = ClusterPorts.fixed(3, PortBases.NONE);
        assertThat(ports.of(PortKey.CLIENT, 1)).isEqualTo(6666);
        assertThat(ports.of(PortKey.CLIENT, 3)).isEqualTo(6686);
        assertThat(ports.of(PortKey.WEBSOCKET, 2)).isEqualTo(7780);
        assertThat(ports.of(PortKey.LINK, 1)).isEqualTo(7222);
        assertThat(ports.of(PortKey.REST)).isEqualTo(4444);
        assertThat(ports.of(PortKey.POSTGRES)).isEqualTo(5432);
    }

    @Test
    void basesMoveAllNodes() {
        ClusterPorts ports = ClusterPorts.fixed(3, PortBases.parse("client=4222, rest=8080"));
        assertThat(ports.of(PortKey.CLIENT, 3)).isEqualTo(4242);
        assertThat(ports.of(PortKey.REST)).isEqualTo(8080);
        assertThat(PortBases.parse(PortBases.parse("rest=1,client=2").toString())
                        .of(PortKey.REST))
                .contains(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "client", "client=", "client=x", "client=0", "client=65536", "nothing=1", "rest=1,rest=2"})
    void wrongBasesNameWhatIsAllowed(String text) {
        assertThatThrownBy(() -> PortBases.parse(text))
                .isInstanceOfSatisfying(
                        ClusterException.class,
                        cause -> assertThat(cause.exitCode()).isEqualTo(ClusterException.WRONG_USAGE))
                .hasMessageContaining("--port-base");
    }

    @Test
    void basesThatMeetOrLeaveTheRangeAreRefused() {
        assertThatThrownBy(() -> ClusterPorts.fixed(3, PortBases.parse("client=6000,rest=6010")))
                .hasMessageContaining("6010")
                .hasMessageContaining("client port of node 2");
        assertThatThrownBy(() -> ClusterPorts.fixed(3, PortBases.parse("client=65530")))
                .hasMessageContaining("65540");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1", "0.0.0.0"})
    void aTakenPortIsFoundOnEitherLoopback(String address) throws IOException {
        ServerSocket socket;
        try {
            socket = new ServerSocket(0, 1, InetAddress.ofLiteral(address));
        } catch (IOException absent) {
            assumeTrue(false, "this machine has no " + address);
            return;
        }
        try (socket) {
            PortCheck check = new PortCheck("127.0.0.1");
            assertThat(check.isFree(socket.getLocalPort())).isFalse();
            if (Files.exists(Path.of("/proc/net/tcp"))) {
                assertThat(PortHolder.of(socket.getLocalPort()))
                        .hasValueSatisfying(holder -> assertThat(holder)
                                .endsWith("(pid " + ProcessHandle.current().pid() + ")"));
            }
            ClusterPorts ports = ClusterPorts.fixed(1, PortBases.parse("client=" + socket.getLocalPort()));
            assertThatThrownBy(() -> check.require(ports, 1)).isInstanceOfSatisfying(ClusterException.class, cause -> {
                assertThat(cause.exitCode()).isEqualTo(ClusterException.PORT_TAKEN);
                assertThat(cause.text()).contains("client port of node 1");
            });
        }
    }

    @Test
    void anAddressOfAnotherMachineIsWrongUsage() {
        assertThatThrownBy(() -> new PortCheck("192.0.2.1")).hasMessageContaining("192.0.2.1");
    }

    @Test
    void chosenPortsAreDistinctLowAndRemembered() {
        DataDirectory data = new DataDirectory(directory);
        data.create();
        PortChoice choice = new PortChoice(new PortCheck("127.0.0.1"), new SplittableRandom(7));
        ClusterPorts first = choice.choose(5, PortBases.parse("rest=4999"), data);
        assertThat(new HashSet<>(first.byName().values()))
                .hasSize(first.byName().size())
                .allMatch(port -> port < 32_768);
        assertThat(first.of(PortKey.REST)).isEqualTo(4999);
        JsonFile.write(data.portsFile(), new PortChoice.Kept(first.byName()));
        assertThat(choice.choose(5, PortBases.parse("rest=4999"), data)).isEqualTo(first);
    }
}
