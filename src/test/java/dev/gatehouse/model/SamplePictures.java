package dev.gatehouse.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.util.Random;

/** Bytes that begin as a picture does, with noise behind the header. */
public final class SamplePictures {
    private SamplePictures() {}

    /** A JPEG of 1280x720 by its header, another one for each seed. */
    public static byte[] jpeg(long seed, int bytes) {
        return jpeg(seed, bytes, 1_280, 720);
    }

    /** The same of another size in pixels. */
    public static byte[] jpeg(long seed, int bytes, int width, int height) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        var header = ByteBuffer.wrap(noise);
        header.putShort((short) 0xffd8);
        header.putShort((short) 0xffe0)
                .putShort((short) 16)
                .put("JFIF\0".getBytes(US_ASCII))
                .position(20);
        header.putShort((short) 0xffc0).putShort((short) 17).put((byte) 8);
        header.putShort((short) height).putShort((short) width);
        return noise;
    }

    /** A PNG by its header. */
    public static byte[] png(long seed, int bytes, int width, int height) {
        byte[] noise = new byte[bytes];
        new Random(seed).nextBytes(noise);
        var header = ByteBuffer.wrap(noise);
        header.put(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        header.putInt(13).put("IHDR".getBytes(US_ASCII)).putInt(width).putInt(height);
        return noise;
    }
}
