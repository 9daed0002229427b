package dev.gatehouse.node;

import dev.gatehouse.mesh.Transport;
import dev.gatehouse.port.LinkPort;

/** The mesh's door for callers at the API's port. Any thread. */
record LinkDoor(Transport.Events events) implements LinkPort {
    @Override
    public Caller opened(Wire wire) {
        var connection = new Wired(wire);
        events.opened(connection, null);
        return new Caller() {
            @Override
            public void message(String text) {
                events.message(connection, text, text.length());
            }

            @Override
            public void message(byte[] bytes) {
                events.message(connection, bytes, bytes.length);
            }

            @Override
            public void closed(int code, String reason) {
                events.closed(connection, code, reason);
            }
        };
    }

    /** Each is itself alone: the mesh finds its links by it. */
    private static final class Wired implements Transport.Connection {
        private final Wire wire;

        Wired(Wire wire) {
            this.wire = wire;
        }

        @Override
        public boolean send(String text) {
            return wire.send(text);
        }

        @Override
        public boolean send(byte[] bytes) {
            return wire.send(bytes);
        }

        @Override
        public void allow(int frameBytes) {
            wire.allow(frameBytes);
        }

        @Override
        public long waitingBytes() {
            return wire.waitingBytes();
        }

        @Override
        public int waitingFrames() {
            return wire.waitingFrames();
        }

        @Override
        public String remote() {
            return wire.remote();
        }

        @Override
        public void close(int code, String reason) {
            wire.close(code, reason);
        }

        @Override
        public void cut() {
            wire.cut();
        }
    }
}
