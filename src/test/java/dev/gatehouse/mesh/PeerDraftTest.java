package dev.gatehouse.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.Framedata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** How much a peer may send before and after it is known who that is. */
class PeerDraftTest {
    private static final int LIMIT = FrameCodec.MAX_FRAME;

    private final PeerDraft draft = new PeerDraft();

    private static ByteBuffer head(int first, long length) {
        ByteBuffer head = ByteBuffer.allocate(10);
        head.put((byte) first);
        if (length >= 0 && length < 126) {
            head.put((byte) length);
        } else if (length >= 0 && length < 65_536) {
            head.put((byte) 126).putShort((short) length);
        } else {
            head.put((byte) 127).putLong(length);
        }
        return head.flip();
    }

    private static byte[] frame(int first, int length) {
        ByteBuffer head = head(first, length);
        byte[] whole = new byte[head.remaining() + length];
        head.get(whole, 0, head.remaining());
        return whole;
    }

    private List<Framedata> inParts(byte[] bytes, int part) throws InvalidDataException {
        var came = new ArrayList<Framedata>();
        for (int at = 0; at < bytes.length; at += part) {
            int end = Math.min(at + part, bytes.length);
            byte[] some = Arrays.copyOfRange(bytes, at, end);
            came.addAll(draft.translateFrame(ByteBuffer.wrap(some)));
        }
        return came;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 125, 126, 70_000, LIMIT})
    void aFrameOfAMegabyteComesWholeHoweverItIsCut(int length) throws InvalidDataException {
        assertThat(inParts(frame(0x82, length), 1_000))
                .singleElement()
                .satisfies(came -> assertThat(came.getPayloadData().remaining()).isEqualTo(length));
        assertThat(inParts(frame(0x82, 3), 1)).hasSize(1);
    }

    @Test
    void aLargerOneIsRefusedAtItsHeadAndNoRoomIsMadeForIt() {
        assertThatThrownBy(() -> draft.translateFrame(head(0x82, LIMIT + 1)))
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> new PeerDraft().translateFrame(head(0x82, Long.MAX_VALUE)))
                .isInstanceOf(LimitExceededException.class);
        assertThatThrownBy(() -> new PeerDraft().translateFrame(head(0x82, -1)))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void whatComesInPiecesCountsTogether() throws InvalidDataException {
        inParts(frame(0x02, LIMIT / 2), 100_000);
        inParts(frame(0x89, 5), 100_000); // a ping in between is none of it
        inParts(frame(0x00, LIMIT / 2), 100_000);
        assertThatThrownBy(() -> draft.translateFrame(head(0x80, 1)))
                .isInstanceOf(LimitExceededException.class);
    }

    @Test
    void anOriginalMaySendSixteenTimesAsMuchUntilItIsANode() throws InvalidDataException {
        draft.allow(FrameCodec.MAX_FRAME_OF_ORIGINAL);
        assertThat(inParts(frame(0x82, 3 * LIMIT), 100_000)).hasSize(1);
        draft.allow(LIMIT);
        assertThatThrownBy(() -> draft.translateFrame(head(0x82, LIMIT + 1)))
                .isInstanceOf(LimitExceededException.class);
    }
}
