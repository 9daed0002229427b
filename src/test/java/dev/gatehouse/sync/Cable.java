package dev.gatehouse.sync;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line between two nodes that can be pulled out and put back. */
public final class Cable implements AutoCloseable {
    private final InetSocketAddress to;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean out;

    public Cable(InetSocketAddress to) throws IOException {
        this.to = to;
        InetSocketAddress here = TestNode.freeAddress("127.0.0.8");
        this.listening = new ServerSocket(here.getPort(), 50, here.getAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where to dial instead. */
    public InetSocketAddress end() {
        return (InetSocketAddress) listening.getLocalSocketAddress();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                if (out) {
                    near.close();
                    continue;
                }
                Socket far = new Socket(to.getAddress(), to.getPort());
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> copy(near, far));
                Thread.ofVirtual().start(() -> copy(far, near));
            } catch (IOException refusedOrClosed) {
                continue;
            }
        }
    }

    private void copy(Socket from, Socket into) {
        try (from;
                into;
                InputStream in = from.getInputStream();
                OutputStream outgoing = into.getOutputStream()) {
            in.transferTo(outgoing);
        } catch (IOException cut) {
            sockets.remove(from);
        }
    }

    public void pullOut() throws IOException {
        out = true;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    public void putBack() {
        out = false;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        pullOut();
    }
}
