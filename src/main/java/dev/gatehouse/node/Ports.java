package dev.gatehouse.node;

import dev.gatehouse.api.Api;
import dev.gatehouse.api.ApiNotBoundException;
import dev.gatehouse.config.Config;
import dev.gatehouse.mesh.Mesh;
import dev.gatehouse.model.Health;
import dev.gatehouse.port.NodePort;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The two ports of a node: bound as configured, and tried again every 10 s where that fails, since
 * a booth works on without them.
 */
final class Ports implements AutoCloseable {
    /** A cable is put in or another program ended by a person; they wait no longer than this. */
    private static final long RETRY_SECONDS = 10;

    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

    private final Config.ThisCentral self;
    private final NodePort node;
    private final Mesh mesh;
    private final ScheduledExecutorService retry;
    private @Nullable Api api;
    private volatile @Nullable String apiTrouble = "not bound yet";
    private volatile @Nullable String p2pTrouble = "not bound yet";

    Ports(Config.ThisCentral self, NodePort node, Mesh mesh) {
        this.self = self;
        this.node = node;
        this.mesh = mesh;
        this.retry =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("ports").daemon().factory());
    }

    /** Binds both in the background, and goes on trying. */
    void bindAndRetry() {
        retry.scheduleWithFixedDelay(this::bindWhatIsNot, 0, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    /**
     * Binds both now, and goes on trying where the address is not on this PC.
     *
     * @param between runs once the P2P port was tried: the API takes ten times as long to start
     * @throws PortTakenException when another program has one of the ports
     */
    void bindOrThrow(Runnable between) throws PortTakenException {
        bindP2p(true);
        between.run();
        bindApi(true);
        retry.scheduleWithFixedDelay(
                this::bindWhatIsNot, RETRY_SECONDS, RETRY_SECONDS, TimeUnit.SECONDS);
    }

    private void bindWhatIsNot() {
        try {
            bindP2p(false);
            bindApi(false);
        } catch (PortTakenException | RuntimeException e) {
            LOG.error("Binding the ports failed", e);
        }
    }

    private synchronized void bindApi(boolean strict) throws PortTakenException {
        if (api != null || retry.isShutdown()) {
            return;
        }
        try {
            api = Api.start(node, apiHosts(), self.apiPort());
            apiTrouble = null;
        } catch (ApiNotBoundException e) {
            if (strict && e.reason() == ApiNotBoundException.Reason.PORT_TAKEN) {
                throw new PortTakenException(String.valueOf(e.getMessage()), e);
            }
            apiTrouble = said("API", apiTrouble, String.valueOf(e.getMessage()));
        } catch (UnknownHostException e) {
            apiTrouble = said("API", apiTrouble, unknownHost());
        }
    }

    private void bindP2p(boolean strict) throws PortTakenException {
        if (mesh.listening() || retry.isShutdown()) {
            return;
        }
        try {
            InetAddress address =
                    self.auto()
                            ? new InetSocketAddress(0).getAddress()
                            : InetAddress.getByName(self.ip());
            try {
                mesh.listen(new InetSocketAddress(address, self.p2pPort()));
                p2pTrouble = null;
            } catch (IOException e) {
                boolean taken = isHere(address);
                String why =
                        taken
                                ? "port "
                                        + self.p2pPort()
                                        + " of "
                                        + self.ip()
                                        + " is taken: end the other program, or change"
                                        + " this_central.p2p_port"
                                : self.ip()
                                        + " is not an address of this PC: put the cable in, or"
                                        + " change this_central.ip";
                if (strict && taken) {
                    throw new PortTakenException(why, e);
                }
                p2pTrouble = said("P2P", p2pTrouble, why);
            }
        } catch (UnknownHostException e) {
            p2pTrouble = said("P2P", p2pTrouble, unknownHost());
        }
    }

    /** Whether the address is one of this PC's: then any free port of it can be bound. */
    private static boolean isHere(InetAddress address) {
        try (var probe = new ServerSocket(0, 1, address)) {
            return probe.isBound();
        } catch (IOException notHere) {
            return false;
        }
    }

    private List<InetAddress> apiHosts() throws UnknownHostException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        if (self.auto()) {
            return List.of(loopback);
        }
        var hosts = new ArrayList<InetAddress>();
        InetAddress own = InetAddress.getByName(self.ip());
        hosts.add(own);
        if (!own.isLoopbackAddress() && !own.isAnyLocalAddress()) {
            hosts.add(
                    loopback); // the booth's own scripts say localhost, whatever the LAN address is
        }
        return hosts;
    }

    private String unknownHost() {
        return "this_central.ip '" + self.ip() + "' is no address and no known name: correct it";
    }

    private static String said(String port, @Nullable String before, String why) {
        if (!why.equals(before)) {
            LOG.error("{} does not listen: {}. Trying again every {} s", port, why, RETRY_SECONDS);
        }
        return why;
    }

    List<Health.Check> checks() {
        return List.of(check("api", apiTrouble), check("p2p", p2pTrouble));
    }

    private static Health.Check check(String name, @Nullable String trouble) {
        return new Health.Check(name, trouble == null, trouble == null ? "" : trouble);
    }

    @Override
    public void close() {
        retry.shutdownNow();
        Api bound;
        synchronized (this) {
            bound = api;
            api = null;
        }
        if (bound != null) {
            bound.close();
        }
    }
}
