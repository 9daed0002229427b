package dev.gatehouse.sync;

import dev.gatehouse.mesh.FrameCodec;
import dev.gatehouse.model.Blob;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.StreamDescriptor;
import dev.gatehouse.model.StreamHead;
import dev.gatehouse.model.StreamId;
import dev.gatehouse.trust.NodeKey;

import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/** A peer that says whatever a test wants, true or not. */
public final class RawPeer extends WebSocketClient {
    static final Hash EMPTY_TOP = new dev.gatehouse.ledger.hash.HeadMap().top();
    private static final JsonMapper JSON = new JsonMapper();

    final CentralId central;
    public final FrameCodec frames;
    final StreamId node = new StreamId(new Random().nextLong(), new Random().nextLong());
    final NodeKey key;
    final List<JsonNode> came = new CopyOnWriteArrayList<>();
    public volatile @Nullable Integer closeCode;
    volatile String closeReason = "";
    long hb;

    /** Open while it reads; a test that shuts it has a peer that does not. */
    volatile CountDownLatch ears = new CountDownLatch(0);

    private RawPeer(InetSocketAddress to, String name, Path folder) throws IOException {
        super(
                URI.create("ws://" + to.getHostString() + ":" + to.getPort() + "/"),
                new Draft_6455());
        this.central = new CentralId(name);
        this.frames = new FrameCodec(central);
        this.key = NodeKey.open(folder.resolve("raw.key"));
        setDaemon(true);
        setConnectionLostTimeout(0);
    }

    public static RawPeer connect(InetSocketAddress to, String name, Path folder)
            throws IOException, InterruptedException {
        RawPeer peer = new RawPeer(to, name, folder);
        if (!peer.connectBlocking(5, TimeUnit.SECONDS)) {
            throw new IOException("not connected");
        }
        return peer;
    }

    StreamDescriptor descriptor(StreamId stream) {
        return StreamDescriptor.mint(stream, central, 1, key);
    }

    public ObjectNode heartbeat() {
        return heartbeat(EMPTY_TOP, List.of(), List.of(descriptor(node)));
    }

    /** The content of a well-formed heartbeat, to be sent or spoilt. */
    ObjectNode heartbeat(Hash top, List<StreamHead> changed, List<StreamDescriptor> described) {
        ObjectNode g = frames.object();
        g.put("v", 2).put("node", node.toString()).put("hb", ++hb);
        g.put("wall", System.currentTimeMillis());
        g.put("hlc", System.currentTimeMillis() << 16).put("top", top.toString()).put("count", 0);
        heads(g.putArray("changed"), changed);
        descriptors(g.putArray("desc"), described);
        g.putObject("ok");
        g.putArray("links");
        ObjectNode data = frames.object();
        data.set("g", g);
        return data;
    }

    static void heads(ArrayNode out, List<StreamHead> heads) {
        for (StreamHead head : heads) {
            ArrayNode row = out.addArray();
            row.add(head.stream().toString()).add(head.n()).add(head.root().toString());
            row.addArray();
            row.addNull();
        }
    }

    static void descriptors(ArrayNode out, List<StreamDescriptor> descriptors) {
        for (StreamDescriptor d : descriptors) {
            out.addObject()
                    .put("stream", d.stream().toString())
                    .put("central", d.central().value())
                    .put("key", d.key().hex())
                    .put("started", d.startedMs())
                    .put("sig", d.sig().hex());
        }
    }

    static StreamDescriptor forged(StreamDescriptor d) {
        byte[] sig = d.sig().bytes().clone();
        sig[5] ^= 1;
        return new StreamDescriptor(d.stream(), d.central(), d.key(), d.startedMs(), Blob.of(sig));
    }

    public void say(String type, JsonNode data) {
        shout(frames.text(type, System.currentTimeMillis(), data));
    }

    /** Sends, or does nothing where it was thrown out. */
    public void shout(String text) {
        if (isOpen()) {
            ignoringGoodbyes(() -> send(text));
        }
    }

    public void shout(byte[] bytes) {
        if (isOpen()) {
            ignoringGoodbyes(() -> send(bytes));
        }
    }

    void ping() {
        if (isOpen()) {
            ignoringGoodbyes(this::sendPing);
        }
    }

    private void ignoringGoodbyes(Runnable sending) {
        try {
            sending.run();
        } catch (WebsocketNotConnectedException thrownOut) {
            closeReason = "thrown out";
        }
    }

    public void sayHello() {
        say("HEARTBEAT", heartbeat());
    }

    List<JsonNode> came(String type) {
        return came.stream().filter(f -> f.path("type").asString("").equals(type)).toList();
    }

    @Override
    public void onOpen(ServerHandshake handshake) {}

    private void listen() {
        try {
            ears.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void onWebsocketPong(WebSocket socket, Framedata pong) {
        listen();
    }

    @Override
    public void onMessage(String text) {
        listen();
        came.add(JSON.readTree(text));
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
        listen();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        came.add(
                JSON.readTree(
                        new InflaterInputStream(
                                new ByteArrayInputStream(copy), new Inflater(true))));
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        closeReason = reason;
        closeCode = code;
    }

    @Override
    public void onError(Exception e) {
        closeReason = e.toString();
    }
}
