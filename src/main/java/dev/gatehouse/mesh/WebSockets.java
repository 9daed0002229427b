package dev.gatehouse.mesh;

import org.java_websocket.WebSocket;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.Framedata;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Peers over WebSocket, by the library's own threads, with a guard wherever it has no bound. */
final class WebSockets implements Transport {
    /** Seconds between WebSocket pings; a dead link is noticed after one and a half of them. */
    static final int PING_SECONDS = 10;

    /** Frames that may wait for a peer before its pings are answered no more. */
    private static final int PONG_FRAMES = Link.OUTBOX_FRAMES;

    @Override
    public Listening listen(InetSocketAddress address, Events events) throws IOException {
        var server = new PeerServer(address, events);
        server.bind();
        return server;
    }

    @Override
    public Runnable dial(PeerAddress peer, PeerAddress.Way way, Events events, Runnable ended) {
        var socket = new DialledSocket(peer, way, events, ended);
        socket.connect();
        return socket::cut;
    }

    /** What a socket of the library is to the mesh; null before it is open. */
    static @Nullable Connection of(@Nullable WebSocket socket) {
        return socket == null ? null : socket.getAttachment();
    }

    /**
     * The library answers each ping, and would pile up pongs for one who does not read them.
     *
     * @param answer the library's own way to do it
     */
    static void pong(WebSocket socket, Framedata ping, Events events, Consumer<Framedata> answer) {
        if (waitingFrames(socket) < PONG_FRAMES) {
            try {
                answer.accept(ping);
            } catch (WebsocketNotConnectedException closing) {
                events.failed(of(socket), closing);
            }
        }
    }

    static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private static int waitingFrames(WebSocket socket) {
        return socket instanceof WebSocketImpl impl ? impl.outQueue.size() : 0;
    }

    /** A socket of the library. */
    static final class Wired implements Connection {
        private final WebSocket socket;
        private final Runnable cut;

        /**
         * @param cut ends the connection without waiting for what was written before
         */
        Wired(WebSocket socket, Runnable cut) {
            this.socket = socket;
            this.cut = cut;
            socket.setAttachment(this);
        }

        @Override
        public boolean send(String text) {
            try {
                socket.send(text);
                return true;
            } catch (WebsocketNotConnectedException closing) {
                return false;
            }
        }

        @Override
        public boolean send(byte[] bytes) {
            try {
                socket.send(bytes);
                return true;
            } catch (WebsocketNotConnectedException closing) {
                return false;
            }
        }

        @Override
        public void allow(int frameBytes) {
            if (socket.getDraft() instanceof PeerDraft draft) {
                draft.allow(frameBytes);
            }
        }

        @Override
        public long waitingBytes() {
            long bytes = 0;
            if (socket instanceof WebSocketImpl impl) {
                for (ByteBuffer waiting : impl.outQueue) {
                    bytes += waiting.remaining();
                }
            }
            return bytes;
        }

        @Override
        public int waitingFrames() {
            return WebSockets.waitingFrames(socket);
        }

        @Override
        public String remote() {
            InetSocketAddress remote = socket.getRemoteSocketAddress();
            InetAddress address = remote == null ? null : remote.getAddress();
            return address == null ? "" : address.getHostAddress();
        }

        @Override
        public void close(int code, String reason) {
            socket.close(code, reason);
        }

        @Override
        public void cut() {
            cut.run();
        }
    }
}
