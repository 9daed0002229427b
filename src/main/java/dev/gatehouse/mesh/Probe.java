package dev.gatehouse.mesh;

import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.Reach;
import dev.gatehouse.model.Reach.Code;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Knocks at a peer's port as an administrator would, step by step, to tell at which of them it
 * fails: the PC, the port, a WebSocket, a central, the right one. Beside any link; it is closed at
 * once, and the peer takes no notice.
 */
public final class Probe {
    /** A PC on the same LAN answers in milliseconds; a firewall that drops never does. */
    private static final int CONNECT_MS = 3_000;

    /**
     * For all that it says: a node speaks first, and at once; an original after up to 30 s, which
     * is not waited for.
     */
    private static final int TALK_MS = 2_500;

    /** The head of an answer has some 200 bytes. */
    private static final int MAX_HEAD = 4_096;

    /** A first heartbeat has some 500 bytes. */
    private static final int MAX_FRAME = 65_535;

    private static final int TEXT_FRAME = 0x81;

    private Probe() {}

    /** Knocks; blocks for up to six seconds, and longer where a name server is silent. */
    public static Reach reach(PeerAddress peer) {
        long begun = System.nanoTime();
        PeerAddress.Way way = peer.ways().getFirst();
        String where = way.host() + ":" + way.port();
        try (var socket = new Socket()) {
            var address = new InetSocketAddress(way.host(), way.port());
            if (address.isUnresolved()) {
                return failed(
                        Code.UNREACHABLE,
                        peer.host() + " is no known name: correct it in peer_centrals",
                        where);
            }
            socket.connect(address, CONNECT_MS);
            return talk(socket, peer, way, begun);
        } catch (SocketTimeoutException e) {
            return failed(
                    Code.TIMEOUT,
                    "nothing answers at " + where + ": the PC is off, or a firewall drops it",
                    where);
        } catch (ConnectException e) {
            String why = String.valueOf(e.getMessage());
            boolean timedOut = why.contains("timed out");
            return timedOut
                    ? failed(Code.TIMEOUT, "nothing answers at " + where + ": the PC is off", where)
                    : failed(
                            Code.REFUSED,
                            where
                                    + " refuses: the PC is on, but no central listens there; check"
                                    + " that it runs, and its p2p_port",
                            where);
        } catch (IOException e) {
            return failed(
                    Code.UNREACHABLE, "there is no way to " + where + ": " + e.getMessage(), where);
        }
    }

    private static Reach talk(Socket socket, PeerAddress peer, PeerAddress.Way way, long begun)
            throws IOException {
        String where = way.host() + ":" + way.port();
        boolean taken = false;
        try {
            var in = new DataInputStream(new Patient(socket));
            socket.getOutputStream().write(request(where, way.path()));
            String status = head(in).lines().findFirst().orElse("");
            if (!status.startsWith("HTTP/1.1 101")) {
                return noCentral(where);
            }
            taken = true;
            return who(frame(in), peer, where, begun);
        } catch (SocketTimeoutException e) {
            if (taken && peer.dialect() != null) { // as configured: an original lets one wait
                return answered(begun);
            }
            return failed(
                    Code.ORIGINAL,
                    where
                            + " takes the call and says nothing: an original central, or another"
                            + " program",
                    where);
        } catch (IOException e) { // it takes the call and then ends it
            return noCentral(where);
        }
    }

    /** Whatever drips in is waited for as long as for what comes at once. */
    private static final class Patient extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private final long until = System.nanoTime() + Duration.ofMillis(TALK_MS).toNanos();

        Patient(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new SocketTimeoutException("nothing whole within " + TALK_MS + " ms");
            }
            socket.setSoTimeout((int) left);
            return in.read(bytes, from, length);
        }
    }

    private static Reach noCentral(String where) {
        return failed(
                Code.NOT_A_CENTRAL,
                "another program answers at " + where + ", no central: check its p2p_port",
                where);
    }

    private static Reach failed(Code code, String why, String... args) {
        return new Reach.Failed(code, why, args);
    }

    private static Reach answered(long begun) {
        return new Reach.Answered(Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }

    private static byte[] request(String where, String path) {
        return ("GET "
                        + path
                        + " HTTP/1.1\r\nHost: "
                        + where
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Key: Z2F0ZWhvdXNlLXByb2JlIQ==\r\n"
                        + "Sec-WebSocket-Version: 13\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String head(DataInputStream in) throws IOException {
        var head = new ByteArrayOutputStream();
        while (head.size() < MAX_HEAD) {
            head.write(in.readUnsignedByte());
            if (head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                return head.toString(StandardCharsets.ISO_8859_1);
            }
        }
        throw new EOFException("no end of the head within " + MAX_HEAD + " bytes");
    }

    /** The first frame, which a server sends whole and unmasked; empty where it is no text. */
    private static String frame(DataInputStream in) throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        }
        if (first != TEXT_FRAME || length == 127 || length > MAX_FRAME) {
            return "";
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static Reach who(String text, PeerAddress peer, String where, long begun) {
        Frame frame;
        try {
            frame = new FrameCodec(peer.id()).parse(text);
        } catch (IOException e) {
            return noCentral(where);
        }
        if (!CentralId.isValid(frame.source()) || !frame.source().equals(peer.id().value())) {
            return failed(
                    Code.OTHER_CENTRAL,
                    where
                            + " answers as "
                            + Complaints.clip(frame.source())
                            + ", expected "
                            + peer.id()
                            + ": check peer_centrals here and this_central there",
                    where,
                    Complaints.clip(frame.source()));
        }
        return answered(begun);
    }
}
