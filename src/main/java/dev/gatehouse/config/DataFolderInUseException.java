package dev.gatehouse.config;

import java.io.IOException;
import java.nio.file.Path;

/** Another Gatehouse works on the data folder; the message names it and the remedy. */
public final class DataFolderInUseException extends IOException {
    private static final long serialVersionUID = 1L;

    DataFolderInUseException(Path folder) {
        super(
                "data folder "
                        + folder
                        + " is in use by another Gatehouse; close that one, or choose another"
                        + " folder with --data");
    }
}
