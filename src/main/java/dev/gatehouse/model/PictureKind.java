package dev.gatehouse.model;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;

/** The forms in which pictures are kept, told apart by their first bytes. */
public enum PictureKind {
    JPEG("image/jpeg"),
    PNG("image/png");

    /**
     * Bytes of the largest picture: in base64 and with its report around it, it still fits into one
     * body and one frame of a megabyte. A camera's picture of 1920x1080 has 200 to 400 KB.
     */
    public static final int MAX_BYTES = 700 * 1_024;

    /** Pixels of either side: decoded for a window, 4096x4096 takes 64 MB. */
    public static final int MAX_SIDE = 4_096;

    private static final byte[] PNG_BEGINS = {
        (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
    };

    private final String mediaType;

    PictureKind(String mediaType) {
        this.mediaType = mediaType;
    }

    /** As HTTP names it. */
    public String mediaType() {
        return mediaType;
    }

    /** What the bytes of a picture are; null where they are none that is kept. */
    public static @Nullable PictureKind of(byte[] bytes) {
        return objection(bytes) == null ? kind(bytes) : null;
    }

    /** Why these bytes are no picture that is kept; null where they are one. */
    public static @Nullable String objection(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            return bytes.length + " bytes, expected at most " + MAX_BYTES;
        }
        PictureKind kind = kind(bytes);
        if (kind == null) {
            return bytes.length + " bytes that begin neither as a JPEG nor as a PNG";
        }
        long size = kind == PNG ? pngSize(bytes) : jpegSize(bytes);
        int width = (int) (size >>> 32);
        int height = (int) size;
        if (width < 1 || height < 1) {
            return "a " + kind + " whose header tells no size";
        }
        return width > MAX_SIDE || height > MAX_SIDE
                ? "a picture of "
                        + Integer.toUnsignedString(width)
                        + "x"
                        + Integer.toUnsignedString(height)
                        + ", expected at most "
                        + MAX_SIDE
                        + "x"
                        + MAX_SIDE
                : null;
    }

    private static @Nullable PictureKind kind(byte[] bytes) {
        if (bytes.length > 3
                && unsigned(bytes, 0) == 0xff
                && unsigned(bytes, 1) == 0xd8
                && unsigned(bytes, 2) == 0xff) {
            return JPEG;
        }
        boolean png =
                bytes.length >= PNG_BEGINS.length + 8
                        && Arrays.equals(bytes, 0, PNG_BEGINS.length, PNG_BEGINS, 0, 16);
        return png ? PNG : null;
    }

    private static long pngSize(byte[] bytes) {
        return (long) fourBytes(bytes, 16) << 32 | Integer.toUnsignedLong(fourBytes(bytes, 20));
    }

    /** Width and height of the first frame header; 0 where there is none. */
    private static long jpegSize(byte[] bytes) {
        int at = 2;
        while (at + 8 < bytes.length && unsigned(bytes, at) == 0xff) {
            int marker = unsigned(bytes, at + 1);
            boolean frame =
                    marker >= 0xc0
                            && marker <= 0xcf
                            && marker != 0xc4
                            && marker != 0xc8
                            && marker != 0xcc;
            if (frame) {
                return (long) twoBytes(bytes, at + 7) << 32 | twoBytes(bytes, at + 5);
            }
            boolean filling = marker == 0xff;
            boolean alone = marker == 0x01 || marker >= 0xd0 && marker <= 0xd8;
            int length = filling ? 1 : alone ? 2 : 2 + twoBytes(bytes, at + 2);
            if (marker == 0xda || length == 2 && !alone) {
                return 0; // the picture itself begins, or a part without a length
            }
            at += length;
        }
        return 0;
    }

    private static int unsigned(byte[] bytes, int at) {
        return at < bytes.length ? bytes[at] & 0xff : 0;
    }

    private static int twoBytes(byte[] bytes, int at) {
        return unsigned(bytes, at) << 8 | unsigned(bytes, at + 1);
    }

    private static int fourBytes(byte[] bytes, int at) {
        return twoBytes(bytes, at) << 16 | twoBytes(bytes, at + 2);
    }
}
