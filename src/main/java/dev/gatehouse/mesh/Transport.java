package dev.gatehouse.mesh;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.InetSocketAddress;

/** The way to peers: who may be dialled, and where this node can be. Never blocks but to bind. */
public interface Transport {
    /** Peers over WebSocket. */
    static Transport webSockets() {
        return new WebSockets();
    }

    /**
     * Waits for callers.
     *
     * @param events called on the transport's threads
     * @throws IOException when the port is taken or the address is not on this PC
     */
    Listening listen(InetSocketAddress address, Events events) throws IOException;

    /**
     * Begins one attempt to reach a peer.
     *
     * @param way one of those that may lead to it
     * @param events called on the transport's threads
     * @param ended runs once, when the attempt failed or the connection that came of it is gone
     * @return gives the attempt up where it hangs; {@code ended} runs then, too. Any thread, also
     *     when it has ended
     * @throws RuntimeException when the address is none; then {@code ended} does not run
     */
    Runnable dial(PeerAddress peer, PeerAddress.Way way, Events events, Runnable ended);

    /** A port that is bound. */
    interface Listening {
        int port();

        /** Ends it within a second, whatever the callers do. */
        void halt();
    }

    /** One open connection; frames arrive whole, in order, or not at all. Any thread. */
    interface Connection {
        /**
         * Queues a frame; never blocks.
         *
         * @return false when the connection is gone
         */
        boolean send(String text);

        /** As {@link #send(String)}, for a binary frame. */
        boolean send(byte[] bytes);

        /** From now on frames of so many bytes may come; at first it is those of a node. */
        void allow(int frameBytes);

        /** Bytes that wait for the peer to read them. */
        long waitingBytes();

        /** Frames that wait for the peer to read them. */
        int waitingFrames();

        /** The address that the peer comes from; empty where that is not known. */
        default String remote() {
            return "";
        }

        /**
         * Says good-bye.
         *
         * @param reason at most 123 bytes
         */
        void close(int code, String reason);

        /** Ends it without a word and without waiting. */
        void cut();
    }

    /** What happens. For one connection: opened, then messages in order, then closed. */
    interface Events {
        /**
         * @param dialled the peer that was dialled, null for a caller
         */
        void opened(Connection connection, @Nullable PeerAddress dialled);

        /**
         * @param textOrBytes a {@link String} or a byte array
         * @param bytes its length, about
         */
        void message(Connection connection, Object textOrBytes, int bytes);

        void closed(Connection connection, int code, String reason);

        /**
         * @param connection where it is known; null also when nobody is listened to any more
         */
        void failed(@Nullable Connection connection, Exception e);
    }
}
