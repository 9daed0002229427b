package dev.gatehouse.sync;

import dev.gatehouse.model.Blob;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.PictureKind;

import tools.jackson.databind.JsonNode;

import java.util.Base64;

/** Reads what peers say of pictures. Pure functions; throw as {@link WireReader} does. */
final class PictureReader {
    private PictureReader() {}

    static Messages.AskPicture ask(JsonNode data) {
        return new Messages.AskPicture(
                number(data),
                Hash.parse(WireReader.text("hash", data.path("hash"))),
                (int) WireReader.within("from", data.path("from"), 0, PictureKind.MAX_BYTES - 1L));
    }

    static Messages.Piece piece(JsonNode data) {
        int size = (int) WireReader.within("size", data.path("size"), 0, PictureKind.MAX_BYTES);
        String text = WireReader.text("bytes", data.path("bytes"));
        if (text.length() > Pictures.PIECE_TEXT) {
            throw new IllegalArgumentException(
                    "bytes: "
                            + text.length()
                            + " characters, expected at most "
                            + Pictures.PIECE_TEXT);
        }
        return new Messages.Piece(number(data), size, Blob.of(Base64.getDecoder().decode(text)));
    }

    private static long number(JsonNode data) {
        return WireReader.within("ask", data.path("ask"), 1, Long.MAX_VALUE);
    }
}
