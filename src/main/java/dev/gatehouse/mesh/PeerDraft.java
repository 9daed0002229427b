package dev.gatehouse.mesh;

import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.exceptions.IncompleteHandshakeException;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidHandshakeException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.Handshakedata;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;

/**
 * The protocol of one connection: no extension, since a limit on a frame does not see the size once
 * inflated; and a limit that can be raised once it is known who is there, which the library's own
 * cannot. It is looked at before the library makes room for what a frame claims to bring.
 */
final class PeerDraft extends Draft_6455 {
    /** Bytes of the longest head of a frame. */
    private static final int HEAD = 14;

    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int CONTROL = 0x08;

    /** Bytes of a handshake: a dozen headers are one; a caller that goes on and on is no booth. */
    private static final int HANDSHAKE = 8 * 1024;

    private volatile int limit = FrameCodec.MAX_FRAME;

    // where the bytes that come are
    private final ByteBuffer head = ByteBuffer.allocate(HEAD);
    private long toSkip;
    private long message;

    PeerDraft() {
        super(
                Collections.emptyList(),
                Collections.singletonList(new Protocol("")),
                FrameCodec.MAX_FRAME_OF_ORIGINAL);
    }

    /** From now on a message may have so many bytes. */
    void allow(int bytes) {
        limit = bytes;
    }

    @Override
    public Draft copyInstance() {
        return new PeerDraft();
    }

    @Override
    public Handshakedata translateHandshake(ByteBuffer buffer) throws InvalidHandshakeException {
        int came = buffer.remaining();
        try {
            return super.translateHandshake(buffer);
        } catch (IncompleteHandshakeException more) {
            if (came > HANDSHAKE) { // the library would keep all of it for as long as it comes
                throw new InvalidHandshakeException("a handshake of over " + HANDSHAKE + " bytes");
            }
            throw more;
        }
    }

    @Override
    public List<Framedata> translateFrame(ByteBuffer buffer) throws InvalidDataException {
        check(buffer.duplicate());
        return super.translateFrame(buffer);
    }

    private void check(ByteBuffer in) throws LimitExceededException {
        while (in.hasRemaining()) {
            if (toSkip > 0) {
                int skipped = (int) Math.min(toSkip, in.remaining());
                in.position(in.position() + skipped);
                toSkip -= skipped;
                continue;
            }
            head.put(in.get());
            Long length = length();
            if (length != null) {
                begin(length);
                head.clear();
            }
        }
    }

    /** The length of the frame whose head has come; null while some of it is missing. */
    private @Nullable Long length() {
        int had = head.position();
        if (had < 2) {
            return null;
        }
        int code = head.get(1) & 0x7F;
        int mask = (head.get(1) & 0x80) == 0 ? 0 : 4;
        int more = code == LONG_LENGTH ? 8 : code == SHORT_LENGTH ? 2 : 0;
        if (had < 2 + more + mask) {
            return null;
        }
        return switch (more) {
            case 8 -> head.getLong(2);
            case 2 -> (long) head.getShort(2) & 0xFFFF;
            default -> (long) code;
        };
    }

    /** A message may come in several frames; what controls the connection may come between. */
    private void begin(long length) throws LimitExceededException {
        boolean last = (head.get(0) & 0x80) != 0;
        boolean control = (head.get(0) & CONTROL) != 0;
        long whole = control ? length : message + length;
        if (length < 0 || whole < 0 || whole > limit) {
            throw new LimitExceededException("a message of over " + limit + " bytes", limit);
        }
        toSkip = length;
        if (!control) {
            message = last ? 0 : whole;
        }
    }

    /** One connection each. */
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
