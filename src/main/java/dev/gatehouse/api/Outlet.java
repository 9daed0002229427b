package dev.gatehouse.api;

import dev.gatehouse.port.LinkPort;

import org.eclipse.jetty.websocket.api.Callback;
import org.eclipse.jetty.websocket.api.Session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What goes out on one WebSocket, and how much of it is not read yet. Any thread. */
final class Outlet implements LinkPort.Wire {
    private final Session session;
    private long bytes;
    private int frames;

    Outlet(Session session) {
        this.session = session;
    }

    @Override
    public synchronized boolean send(String text) {
        if (!session.isOpen()) {
            return false;
        }
        session.sendText(text, counted(text.getBytes(StandardCharsets.UTF_8).length));
        return true;
    }

    @Override
    public synchronized boolean send(byte[] content) {
        if (!session.isOpen()) {
            return false;
        }
        session.sendBinary(ByteBuffer.wrap(content), counted(content.length));
        return true;
    }

    private Callback counted(int length) {
        bytes += length;
        frames++;
        return Callback.from(() -> written(length), gone -> written(length));
    }

    private synchronized void written(int length) {
        bytes -= length;
        frames--;
    }

    @Override
    public String remote() {
        return session.getRemoteSocketAddress() instanceof InetSocketAddress remote
                        && remote.getAddress() instanceof InetAddress address
                ? address.getHostAddress()
                : "";
    }

    @Override
    public void allow(int frameBytes) {
        session.setMaxFrameSize(frameBytes);
        session.setMaxTextMessageSize(frameBytes);
    }

    @Override
    public synchronized long waitingBytes() {
        return bytes;
    }

    @Override
    public synchronized int waitingFrames() {
        return frames;
    }

    @Override
    public void close(int code, String reason) {
        session.close(code, reason, Callback.NOOP);
    }

    @Override
    public void cut() {
        session.disconnect();
    }
}
