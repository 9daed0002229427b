package dev.gatehouse.port;

import dev.gatehouse.model.ConfigChange;
import dev.gatehouse.model.MeshConfig;

/** The configuration, read and changed while the node runs. */
public interface ConfigPort {
    /** What is in force. */
    MeshConfig mesh();

    /**
     * Changes what is named in it and keeps the rest; written to the file and in force when this
     * returns, but for ports, which follow within a second. Blocks for a small file.
     *
     * @param json an object as in the file, with some of its sections
     */
    ConfigChange change(byte[] json);
}
