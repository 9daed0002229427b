package dev.gatehouse.sync;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** A line between two nodes that can be pulled out and put back. */
public final class Cable implements AutoCloseable {
    private final InetSocketAddress to;
    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong towards = new AtomicLong();
    private final AtomicLong joinedAtNanos = new AtomicLong();
    private final AtomicLong firstJoinedAtNanos = new AtomicLong();
    private final AtomicLong back = new AtomicLong();
    private volatile boolean out;
    private volatile long bytesPerSecond = Long.MAX_VALUE;
    private volatile long outAfter = Long.MAX_VALUE;

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
                Socket far = dial(near);
                near.setTcpNoDelay(true); // what a line passes on does not wait for an answer
                far.setTcpNoDelay(true);
                long now = System.nanoTime();
                joinedAtNanos.set(now);
                firstJoinedAtNanos.compareAndSet(0, now);
                sockets.add(near);
                sockets.add(far);
                Thread.ofVirtual().start(() -> copy(near, far, back));
                Thread.ofVirtual().start(() -> copy(far, near, towards));
            } catch (IOException refusedOrClosed) {
                continue;
            }
        }
    }

    /** Whoever called is not left waiting where nobody answers. */
    private Socket dial(Socket near) throws IOException {
        try {
            return new Socket(to.getAddress(), to.getPort());
        } catch (IOException nobodyThere) {
            near.close();
            throw nobodyThere;
        }
    }

    /** Bytes that went to the one that dialled. */
    public long bytes() {
        return towards.get();
    }

    /** Bytes that went either way. */
    public long bytesBothWays() {
        return towards.get() + back.get();
    }

    /** Lets no more than that through each way of each link. */
    public void slow(long toBytesPerSecond) {
        bytesPerSecond = toBytesPerSecond;
    }

    /** When the last one that dialled got through, as {@link System#nanoTime}. */
    public long joinedAtNanos() {
        return joinedAtNanos.get();
    }

    /** When the first one got through since it was put in or back; 0 before. */
    public long firstJoinedAtNanos() {
        return firstJoinedAtNanos.get();
    }

    private void copy(Socket from, Socket into, AtomicLong counter) {
        try (from;
                into;
                InputStream in = from.getInputStream();
                OutputStream outgoing = into.getOutputStream()) {
            byte[] buffer = new byte[16_384];
            int length = in.read(buffer);
            while (length >= 0) {
                outgoing.write(buffer, 0, length);
                counter.addAndGet(length);
                if (towards.get() >= outAfter) {
                    outAfter = Long.MAX_VALUE;
                    pullOut();
                }
                if (bytesPerSecond < Long.MAX_VALUE) {
                    LockSupport.parkNanos(length * 1_000_000_000L / bytesPerSecond);
                }
                length = in.read(buffer);
            }
        } catch (IOException cut) {
            sockets.remove(from);
        }
    }

    /** Is pulled out by itself as soon as so many bytes went to the one that dialled. */
    public void pullOutAfter(long bytesTowards) {
        outAfter = bytesTowards;
    }

    public boolean isOut() {
        return out;
    }

    public void pullOut() throws IOException {
        out = true;
        for (Socket socket : sockets) {
            socket.close();
        }
        sockets.clear();
    }

    public void putBack() {
        firstJoinedAtNanos.set(0);
        out = false;
    }

    @Override
    public void close() throws IOException {
        listening.close();
        pullOut();
    }
}
