package dev.gatehouse.model;

import java.util.Arrays;

/** Why the database cannot be written or read, as far as a person can do something about it. */
public enum StoreTrouble {
    /** There is no room on the disk, or none for this account. */
    FULL("the disk is full", "make room where the data lie"),
    /** The file system takes no writes. */
    READ_ONLY(
            "the disk is read-only and takes no writes",
            "have the disk checked, then mount it for writing again"),
    /** The account lacks a right on the file or its folder. */
    NOT_ALLOWED(
            "this account may not write the database",
            "give it the rights on gatehouse.db and its folder again"),
    /** Another program holds the database. */
    LOCKED(
            "another program holds the database locked",
            "close the program that has gatehouse.db open"),
    /** The disk does not do what it is told. */
    IO_ERROR("the disk reports errors", "check its cable and its health, and replace it"),
    /** What the file says makes no sense. */
    DAMAGED("the database is damaged", "stop the node and restore the last backup"),
    /** The file or its folder is gone. */
    MISSING(
            "the database or its folder is gone",
            "bring the folder or its disk back, then start the node again"),
    /** None of these; the database's own words say more. */
    OTHER("", "");

    private final String what;
    private final String remedy;

    StoreTrouble(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /**
     * The trouble and its remedy for the log and the API, in English.
     *
     * @param words the database's own, which always stand there too
     */
    public String sentence(String words) {
        return this == OTHER ? words : what + ": " + remedy + " (" + words + ")";
    }

    /** The kind of that name; {@link #OTHER} for a name that a later node may know. */
    public static StoreTrouble named(String name) {
        return Arrays.stream(values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElse(OTHER);
    }
}
