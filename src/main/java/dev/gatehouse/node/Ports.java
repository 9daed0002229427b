package dev.gatehouse.node;

import dev.gatehouse.api.Api;
import dev.gatehouse.api.ApiNotBoundException;
import dev.gatehouse.config.Config;
import dev.gatehouse.feed.Feed;
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
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The two ports of a node: bound as configured, and tried again every 10 s where that fails, since
 * a booth works on without them.
 */
final class Ports implements AutoCloseable {
    /** A cable is put in or another program ended by a person; they wait no longer than this. */
    private static final long RETRY_SECONDS = 10;

    private static final String API = "api";
    private static final String P2P = "p2p";

    private static final Logger LOG = LoggerFactory.getLogger(Ports.class);

    /** The answer of the request that asks for other ports goes out over the present ones. */
    private static final long REBIND_AFTER_MS = 200;

    private final NodePort node;
    private final Feed feed;
    private final Mesh mesh;
    private final ScheduledExecutorService retry;
    private volatile Config.ThisCentral self;
    private volatile boolean trustLan;
    private @Nullable Api api;
    private @Nullable ApiPlace apiPlace;
    private @Nullable InetSocketAddress p2pPlace;
    private volatile Health.Check apiCheck = Health.Check.pending(API);
    private volatile Health.Check p2pCheck = Health.Check.pending(P2P);

    /** Where the API listens. */
    private record ApiPlace(List<InetAddress> hosts, int port) {
        /** Whether it cannot be taken while the other one is held. */
        boolean overlaps(ApiPlace other) {
            return port == other.port && !Collections.disjoint(hosts, other.hosts);
        }
    }

    Ports(Config.ThisCentral self, boolean trustLan, NodePort node, Feed feed, Mesh mesh) {
        this.feed = feed;
        this.trustLan = trustLan;
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

    /** Listens elsewhere soon, where that is another place; until it can, at the present one. */
    void use(Config.ThisCentral next, boolean trustsLan) {
        self = next;
        trustLan = trustsLan;
        try {
            retry.schedule(this::bindWhatIsNot, REBIND_AFTER_MS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closing) {
            LOG.trace("Closing; not bound anew", closing);
        }
    }

    /** One attempt. What is the matter is said when it begins, not at each attempt. */
    void bindWhatIsNot() {
        try {
            bindP2p(false);
        } catch (Throwable e) { // an Error too: it must not end the attempts, nor go unsaid
            p2pCheck = failed(p2pCheck, e);
        }
        try {
            bindApi(false);
        } catch (Throwable e) {
            apiCheck = failed(apiCheck, e);
        }
    }

    private synchronized void bindApi(boolean strict) throws PortTakenException {
        if (retry.isShutdown()) {
            return;
        }
        try {
            var place = new ApiPlace(apiHosts(self, trustLan), self.apiPort());
            if (api == null || !place.equals(apiPlace)) {
                moveApi(place);
            }
            apiCheck = Health.Check.well(API);
        } catch (ApiNotBoundException e) {
            String why = String.valueOf(e.getMessage());
            if (strict && e.reason() == ApiNotBoundException.Reason.PORT_TAKEN) {
                throw new PortTakenException(why, e);
            }
            Health.Code code =
                    switch (e.reason()) {
                        case PORT_TAKEN -> Health.Code.PORT_TAKEN;
                        case ADDRESS_MISSING -> Health.Code.ADDRESS_MISSING;
                        case NOT_ALLOWED -> Health.Code.NOT_ALLOWED;
                    };
            String host = e.host().getHostAddress();
            apiCheck = said(apiCheck, code, why, host, String.valueOf(e.port()));
        } catch (UnknownHostException e) {
            apiCheck = unknownHost(apiCheck);
        }
    }

    /** The old place is held until the new one is had, unless one is in the way of the other. */
    private void moveApi(ApiPlace place) throws ApiNotBoundException {
        Api before = api;
        if (before != null && apiPlace != null && place.overlaps(apiPlace)) {
            before.close();
            api = null;
        }
        Api fresh = Api.start(node, feed, place.hosts(), place.port());
        Api left = api;
        api = fresh;
        apiPlace = place;
        if (left != null) {
            left.close();
        }
    }

    private void bindP2p(boolean strict) throws PortTakenException {
        if (retry.isShutdown()) {
            return;
        }
        InetAddress address;
        try {
            address =
                    self.auto()
                            ? new InetSocketAddress(0).getAddress()
                            : InetAddress.getByName(self.ip());
        } catch (UnknownHostException e) {
            p2pCheck = unknownHost(p2pCheck);
            return;
        }
        var place = new InetSocketAddress(address, self.p2pPort());
        if (mesh.listening() && place.equals(p2pPlace)) {
            return;
        }
        try {
            mesh.listen(place);
            p2pPlace = place;
            p2pCheck = Health.Check.well(P2P);
        } catch (IOException e) {
            boolean taken = isHere(address);
            String why = taken ? taken() : missing();
            if (strict && taken) {
                throw new PortTakenException(why, e);
            }
            Health.Code code = taken ? Health.Code.PORT_TAKEN : Health.Code.ADDRESS_MISSING;
            p2pCheck = said(p2pCheck, code, why, self.ip(), String.valueOf(self.p2pPort()));
        }
    }

    private String taken() {
        return "port "
                + self.p2pPort()
                + " of "
                + self.ip()
                + " is taken: end the other program, or change this_central.p2p_port";
    }

    private String missing() {
        return self.ip()
                + " is not an address of this PC: put the cable in, or change this_central.ip";
    }

    /** Whether the address is one of this PC's: then any free port of it can be bound. */
    private static boolean isHere(InetAddress address) {
        try (var probe = new ServerSocket(0, 1, address)) {
            return probe.isBound();
        } catch (IOException notHere) {
            return false;
        }
    }

    /**
     * Where the API listens: at the configured address, and at 127.0.0.1 too, since the booth's own
     * scripts say localhost whatever the LAN address is. Where the LAN is not trusted, at that
     * alone.
     *
     * @throws UnknownHostException when the address is none and no known name
     */
    static List<InetAddress> apiHosts(Config.ThisCentral self, boolean trustLan)
            throws UnknownHostException {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        if (self.auto()) {
            return List.of(loopback);
        }
        InetAddress own = InetAddress.getByName(self.ip());
        if (own.isLoopbackAddress()) {
            return List.of(own);
        }
        if (!trustLan) {
            return List.of(loopback);
        }
        return own.isAnyLocalAddress() ? List.of(own) : List.of(own, loopback);
    }

    private Health.Check unknownHost(Health.Check before) {
        String ip = self.ip();
        String why = "this_central.ip '" + ip + "' is no address and no known name: correct it";
        return said(before, Health.Code.UNKNOWN_HOST, why, ip);
    }

    private static Health.Check said(
            Health.Check before, Health.Code code, String why, String... args) {
        if (!why.equals(before.detail())) {
            String port = before.name().toUpperCase(Locale.ROOT);
            LOG.error("{} does not listen: {}. Trying again every {} s", port, why, RETRY_SECONDS);
        }
        return Health.Check.broken(before.name(), code, why, args);
    }

    private static Health.Check failed(Health.Check before, Throwable e) {
        String why = e.toString();
        if (!why.equals(before.detail())) {
            LOG.error("Binding the port of {} failed", before.name(), e);
        }
        return Health.Check.broken(before.name(), Health.Code.FAILED, why);
    }

    List<Health.Check> checks() {
        return List.of(apiCheck, p2pCheck);
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
