package dev.gatehouse.api;

import dev.gatehouse.feed.Feed;
import dev.gatehouse.port.NodePort;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;

import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The running HTTP API of a node. Any thread may close it; requests run on virtual threads of their
 * own.
 */
public final class Api implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Api.class);

    /** Jetty's acceptor and selector of one address. */
    private static final int THREADS_PER_ADDRESS = 2;

    /** Jetty's own chores; requests do not run on these. */
    private static final int OTHER_THREADS = 6;

    /** Kept-alive connections without a request end after this while stopping; zero means never. */
    private static final long SILENT_AT_STOP_MS = 50;

    private final Javalin javalin;
    private final ExecutorService requests;
    private final Pushes pushes;
    private final LinkRoute links;
    private final int port;

    private Api(
            Javalin javalin, ExecutorService requests, Pushes pushes, LinkRoute links, int port) {
        this.links = links;
        this.javalin = javalin;
        this.requests = requests;
        this.pushes = pushes;
        this.port = port;
    }

    /**
     * Binds the addresses and answers from then on. Takes about a third of a second, so a window
     * must not wait for it.
     *
     * @param node answers what is asked
     * @param feed tells what just happened
     * @param hosts the addresses to listen on, at least one; the wildcard stands for all others
     * @param port the same on each; 0 for any that is free, see {@link #boundPort}
     * @throws ApiNotBoundException when an address or the port on it cannot be had; nothing is
     *     bound then, and the caller may try again
     */
    public static Api start(NodePort node, Feed feed, List<InetAddress> hosts, int port)
            throws ApiNotBoundException {
        return start(node, feed, hosts, port, Limits.DEFAULT);
    }

    static Api start(NodePort node, Feed feed, List<InetAddress> hosts, int port, Limits limits)
            throws ApiNotBoundException {
        Sockets sockets = Sockets.bind(hosts, port);
        var requests =
                Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("api-", 0).factory());
        var json = new Jackson3Mapper();
        var pushes = new Pushes(node, feed, json);
        var links = new LinkRoute(node);
        try {
            var javalin =
                    Javalin.create(
                            config -> {
                                config.jsonMapper(json);
                                serve(config, sockets, requests, limits, json);
                                routes(config, node, pushes, links, limits, json);
                            });
            var api = new Api(javalin.start(), requests, pushes, links, sockets.port());
            for (ServerSocketChannel channel : sockets.channels()) {
                LOG.info("API listens on {}", channel.socket().getLocalSocketAddress());
            }
            return api;
        } catch (RuntimeException e) {
            pushes.close();
            sockets.close();
            requests.shutdownNow();
            throw e;
        }
    }

    private static void serve(
            JavalinConfig config,
            Sockets sockets,
            ExecutorService requests,
            Limits limits,
            Jackson3Mapper json) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.concurrency.useVirtualThreads = true;
        config.http.prefer405over404 = true;

        int most = OTHER_THREADS + THREADS_PER_ADDRESS * sockets.channels().size();
        var threads = new QueuedThreadPool(most, THREADS_PER_ADDRESS);
        threads.setName("api-jetty");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(requests);
        threads.setStopTimeout(limits.stop().toMillis() / 2);
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(
                server -> {
                    server.setErrorHandler(new JettyErrors(json));
                    server.insertHandler(new GracefulHandler());
                    server.setStopTimeout(limits.stop().toMillis());
                });
        config.jetty.modifyHttpConfiguration(http -> http.setSendServerVersion(false));
        for (ServerSocketChannel channel : sockets.channels()) {
            config.jetty.addConnector((server, http) -> connector(server, http, channel, limits));
        }
    }

    private static ServerConnector connector(
            Server server, HttpConfiguration http, ServerSocketChannel channel, Limits limits) {
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setIdleTimeout(limits.idle().toMillis());
        connector.setShutdownIdleTimeout(SILENT_AT_STOP_MS);
        var most = new NetworkConnectionLimit(limits.connections(), connector);
        // when it is full, silent connections make room for those that have something to say
        most.setEndPointIdleTimeout(Math.min(1_000, limits.idle().toMillis()));
        connector.addBean(most);
        connector.addBean(new DripGuard(connector.getScheduler(), limits.body()));
        try {
            connector.open(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot listen on " + channel, e);
        }
        return connector;
    }

    private static void routes(
            JavalinConfig config,
            NodePort node,
            Pushes pushes,
            LinkRoute links,
            Limits limits,
            Jackson3Mapper json) {
        var answers = new Answers(limits.answer());
        var reader = new BodyReader(limits.body());
        var counts = new HttpCounts();
        config.requestLogger.http((ctx, milliseconds) -> counts.count(ctx, milliseconds));
        Errors.install(config, json);
        config.routes.before(ctx -> Guard.check(ctx, node.info().host()));
        config.routes.wsBeforeUpgrade(ctx -> Guard.checkUpgrade(ctx, node.info().host()));
        pushes.install(config.routes);
        links.install(config.routes);
        var operations = new Operations(config.routes);
        var pictures = new DetectedPictures(System::nanoTime);
        new BarrierRoutes(node, reader, answers, pictures).install(operations);
        new EdgeRoutes(node, reader, answers, pictures, pushes::camerasChanged).install(operations);
        new LaneRoutes(node).install(operations);
        new OverviewRoutes(node).install(operations);
        new SiteRoutes(node, reader, answers).install(operations);
        new HistoryRoutes(node).install(operations);
        new ChangeRoutes(node, reader, answers).install(operations);
        new MeshRoutes(node, answers).install(operations);
        new PeerRoutes(node).install(operations);
        new ConfigRoutes(node, reader).install(operations);
        new AlarmRoutes(node).install(operations);
        new HealthRoutes(node, counts).install(operations);
        operations.describe(node.info().version());
    }

    /** The port that is bound. */
    public int boundPort() {
        return port;
    }

    /**
     * Takes no more requests, lets those under way finish for a second, and releases the port; at
     * most 2 s altogether. Closing again does nothing.
     */
    @Override
    public void close() {
        pushes.close();
        links.close();
        try {
            // not Javalin's stop, which reports a request that was cut off as its own failure
            javalin.jettyServer().server().stop();
        } catch (Exception e) {
            LOG.warn("HTTP API stopped with requests under way, which were cut off: {}", "" + e);
        } finally {
            requests.shutdownNow();
        }
    }
}
