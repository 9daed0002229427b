package dev.gatehouse.api;

import dev.gatehouse.feed.Feed;
import dev.gatehouse.model.Camera;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.HistoryChange;
import dev.gatehouse.model.HistoryQuery;
import dev.gatehouse.model.Notice;
import dev.gatehouse.model.Visit;
import dev.gatehouse.port.NodePort;
import dev.gatehouse.port.StoreUnreadableException;

import io.javalin.config.RoutesConfig;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells pages what just happened, after it was committed. Runs on the feed's thread and a timer of
 * its own; a page that does not read is cut off, and reads all anew when it comes again.
 */
final class Pushes implements AutoCloseable {
    /** Pages at once: ten booths with a page for the gate and one for the office, three times. */
    static final int MOST_PAGES = 64;

    /** Frames that may wait for one page: a rush hour's minute. */
    static final int MOST_WAITING = 64;

    /** A page sends nothing but its ping; the browser answers ours. */
    private static final Duration IDLE = Duration.ofSeconds(90);

    private static final long PING_SECONDS = 20;

    /** How late a page may learn that a camera fell silent. */
    private static final long LOOK_SECONDS = 2;

    /** Corrections that come at once; of more the pages are told to read anew. */
    private static final int CHANGES = 50;

    /** Visits of cars whose plates have this plate in theirs, newest first. */
    private static final int CANDIDATES = 20;

    private static final int GOING_AWAY = 1001;
    private static final int TRY_LATER = 1013;

    private static final Logger LOG = LoggerFactory.getLogger(Pushes.class);

    private final NodePort node;
    private final Jackson3Mapper json;
    private final Map<String, Outlet> history = new ConcurrentHashMap<>();
    private final Map<String, Outlet> cameras = new ConcurrentHashMap<>();

    /** Its number; below zero until the first page came. */
    private final AtomicLong lastChange = new AtomicLong(-1);

    private final Feed.Subscription subscription;
    private final ScheduledExecutorService timer;
    private volatile List<Camera> told = List.of();

    Pushes(NodePort node, Feed feed, Jackson3Mapper json) {
        this.node = node;
        this.json = json;
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("api-push").daemon().factory());
        timer.scheduleWithFixedDelay(
                this::lookForSilence, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        this.subscription = feed.subscribe("pages", this::heard);
    }

    void install(RoutesConfig routes) {
        routes.ws(
                "/ws/history",
                ws -> serve(ws, history, page -> lastChange.compareAndSet(-1, newestChange())));
        routes.ws(
                "/ws/cameras",
                ws -> serve(ws, cameras, page -> page.send(text(PushJson.cameras(list())))));
    }

    /** What a page gets first. */
    private interface Welcome {
        void greet(Outlet page);
    }

    private void serve(WsConfig ws, Map<String, Outlet> pages, Welcome welcome) {
        ws.onConnect(
                ctx -> {
                    var page = new Outlet(ctx.session);
                    if (history.size() + cameras.size() >= MOST_PAGES) {
                        page.close(TRY_LATER, "too many pages at once");
                        return;
                    }
                    ctx.session.setIdleTimeout(IDLE);
                    ctx.session.setMaxTextMessageSize(1_024);
                    ctx.session.setMaxBinaryMessageSize(1_024);
                    ctx.enableAutomaticPings(PING_SECONDS, TimeUnit.SECONDS);
                    pages.put(ctx.sessionId(), page);
                    welcome.greet(page);
                });
        ws.onMessage(
                ctx -> {
                    if (ctx.message().strip().equals("ping")) {
                        answer(pages.get(ctx.sessionId()));
                    }
                });
        ws.onClose(ctx -> forget(ctx, pages));
        ws.onError(ctx -> forget(ctx, pages));
    }

    private static void answer(@Nullable Outlet page) {
        if (page != null) {
            send(page, "pong");
        }
    }

    private static void forget(WsContext ctx, Map<String, Outlet> pages) {
        ctx.disableAutomaticPings();
        pages.remove(ctx.sessionId());
    }

    private String text(PushJson push) {
        return json.toJsonString(push, PushJson.class);
    }

    private void tell(Map<String, Outlet> pages, PushJson push) {
        String text = text(push);
        pages.values().forEach(page -> send(page, text));
    }

    private static void send(Outlet page, String text) {
        if (page.waitingFrames() >= MOST_WAITING) {
            page.cut();
        } else {
            page.send(text);
        }
    }

    private void heard(Notice notice) {
        if (history.isEmpty()) {
            return;
        }
        try {
            switch (notice) {
                case Notice.Passed(GateEvent event) -> tell(history, passed(event));
                case Notice.VisitsChanged _ -> changed();
                case Notice.Gap _, Notice.Cut _ -> tell(history, PushJson.updated(null));
                case Notice.TakenBack _ -> {} // its visit has changed
                case Notice.Appended _ -> {} // what it means comes as one of the others
            }
        } catch (StoreUnreadableException e) {
            LOG.warn("Pages are told to read anew: {}", e.getMessage());
            tell(history, PushJson.updated(null));
        }
    }

    private PushJson passed(GateEvent event) {
        return node
                .history()
                .find(new HistoryQuery(CANDIDATES, 0, false, null, event.plate().canonical()))
                .visits()
                .stream()
                .filter(visit -> isOf(event, visit))
                .findFirst()
                .map(
                        visit ->
                                PushJson.passed(
                                        event, visit, cameraType(event, visit), node.info().zone()))
                .orElseGet(() -> PushJson.updated(null)); // changed in the meantime
    }

    private static boolean isOf(GateEvent event, Visit visit) {
        Visit.Departure out = visit.exit();
        Instant at =
                switch (event.kind()) {
                    case ENTRY -> visit.entry().at();
                    case EXIT -> out == null ? null : out.passage().at();
                };
        return event.at().equals(at) && event.plate().canonical().equals(visit.plate().canonical());
    }

    private @Nullable String cameraType(GateEvent event, Visit visit) {
        Visit.Departure out = visit.exit();
        Integer id =
                event.kind() == GateEvent.Kind.EXIT && out != null
                        ? out.passage().cameraId()
                        : visit.entry().cameraId();
        Optional<Camera> camera =
                list().stream().filter(one -> id != null && one.id() == id).findFirst();
        return camera.map(Camera::type).filter(type -> !type.isEmpty()).orElse(null);
    }

    /** The corrections and voids since the last ones that were told. */
    private void changed() {
        long known = lastChange.get();
        List<HistoryChange> fresh =
                node.history().changes(null, CHANGES, 0).stream()
                        .filter(change -> change.id() > known)
                        .sorted(Comparator.comparingLong(HistoryChange::id))
                        .toList();
        if (known < 0 || fresh.isEmpty() || fresh.size() == CHANGES) {
            tell(history, PushJson.updated(null));
        } else {
            fresh.forEach(
                    change ->
                            tell(
                                    history,
                                    change.after() == null
                                            ? PushJson.deleted(change.before().id())
                                            : PushJson.updated(change.before().id())));
        }
        fresh.forEach(change -> lastChange.accumulateAndGet(change.id(), Math::max));
    }

    private long newestChange() {
        return node.history().changes(null, CHANGES, 0).stream()
                .mapToLong(HistoryChange::id)
                .max()
                .orElse(0);
    }

    private List<Camera> list() {
        return node.cameras().cameras();
    }

    /** A camera was heard. */
    void camerasChanged() {
        if (!cameras.isEmpty()) {
            List<Camera> now = list();
            told = now;
            tell(cameras, PushJson.cameras(now));
        }
    }

    private void lookForSilence() {
        try {
            if (!list().equals(told)) {
                camerasChanged();
            }
        } catch (Throwable e) { // an Error too: it must not end the looking
            LOG.error("Pages could not be told of cameras", e);
        }
    }

    @Override
    public void close() {
        subscription.close();
        timer.shutdownNow();
        history.values().forEach(page -> page.close(GOING_AWAY, "going away"));
        cameras.values().forEach(page -> page.close(GOING_AWAY, "going away"));
    }
}
