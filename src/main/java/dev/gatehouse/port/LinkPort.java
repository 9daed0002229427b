package dev.gatehouse.port;

/** Lets peers into the mesh that come another way than by the P2P port. Nothing here blocks. */
public interface LinkPort {
    /** A caller is there. */
    Caller opened(Wire wire);

    /** The way to the caller; any thread. */
    interface Wire {
        /**
         * Queues a frame; never blocks.
         *
         * @return false when the connection is gone
         */
        boolean send(String text);

        /** As {@link #send(String)}, for a binary frame. */
        boolean send(byte[] bytes);

        /** From now on frames of so many bytes may come. */
        void allow(int frameBytes);

        /** Bytes that wait for the caller to read them. */
        long waitingBytes();

        /** Frames that wait for the caller to read them. */
        int waitingFrames();

        /** The address that the caller comes from; empty where that is not known. */
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

    /** What comes from the caller: messages in order, then that it is gone. */
    interface Caller {
        void message(String text);

        void message(byte[] bytes);

        void closed(int code, String reason);
    }
}
