-- Streams with gaps, signed heads, forks and erased payloads.

-- What an erased event said is gone; its payload is then the SHA-256 of what it was.
ALTER TABLE event ADD COLUMN erased INTEGER NOT NULL DEFAULT 0;

-- Events held beyond n, such as '105-200,300', and SHA-256 of the number and leaf of each, in order.
ALTER TABLE stream ADD COLUMN loose TEXT NOT NULL DEFAULT '';
ALTER TABLE stream ADD COLUMN loose_digest BLOB NOT NULL
    DEFAULT x'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

-- The last head that the stream's writer signed and that is held here.
ALTER TABLE stream ADD COLUMN signed_n INTEGER NOT NULL DEFAULT 0;
ALTER TABLE stream ADD COLUMN signed_root BLOB;
ALTER TABLE stream ADD COLUMN signed_sig BLOB;

-- Counts up with every change of the stream, so that two snapshots can be told apart.
ALTER TABLE stream ADD COLUMN changes INTEGER NOT NULL DEFAULT 0;

-- The nodes of every fifth level: above 32 leaves, above 1,024, and so on.
DROP TABLE node;
CREATE TABLE node (
    stream INTEGER NOT NULL REFERENCES stream (id),
    level  INTEGER NOT NULL,
    at     INTEGER NOT NULL,                 -- its place in that level, from 0
    hash   BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (stream, level, at)
) WITHOUT ROWID;

-- Roots that came with events beyond n: when the gap before them fills, they tell what fits.
CREATE TABLE loose_root (
    stream INTEGER NOT NULL REFERENCES stream (id),
    n      INTEGER NOT NULL,
    root   BLOB    NOT NULL CHECK (length(root) = 32),
    PRIMARY KEY (stream, n)
) WITHOUT ROWID;

-- Versions of events that their writer has given up, and where they were written again.
CREATE TABLE withdrawn (
    stream       BLOB    NOT NULL CHECK (length(stream) = 16),
    seq          INTEGER NOT NULL,
    leaf         BLOB    NOT NULL CHECK (length(leaf) = 32),
    again_stream BLOB    NOT NULL CHECK (length(again_stream) = 16),
    again_seq    INTEGER NOT NULL,
    PRIMARY KEY (stream, seq, leaf, again_stream)
) WITHOUT ROWID;

-- Events whose payload nobody may keep, also those that are not held yet.
CREATE TABLE erased (
    stream   BLOB    NOT NULL CHECK (length(stream) = 16),
    from_seq INTEGER NOT NULL,
    to_seq   INTEGER NOT NULL,
    PRIMARY KEY (stream, from_seq, to_seq)
) WITHOUT ROWID;

-- Events that came and contradict what is held under their number.
CREATE TABLE quarantine (
    number  INTEGER PRIMARY KEY,
    stream  BLOB    NOT NULL CHECK (length(stream) = 16),
    seq     INTEGER NOT NULL,
    id      BLOB    NOT NULL,
    kind    TEXT    NOT NULL,
    src     TEXT    NOT NULL,
    central TEXT    NOT NULL,
    hlc     INTEGER NOT NULL,
    wall    INTEGER NOT NULL,
    payload BLOB    NOT NULL,
    erased  INTEGER NOT NULL,
    leaf    BLOB    NOT NULL CHECK (length(leaf) = 32),
    sender  TEXT,                            -- the central that it came from, null where unknown
    came    INTEGER NOT NULL,                -- UTC ms
    UNIQUE (stream, seq, leaf)
);

-- Streams that exist in two versions, by the first number at which they are seen to differ.
CREATE TABLE fork (
    stream BLOB    PRIMARY KEY CHECK (length(stream) = 16),
    seq    INTEGER NOT NULL,
    held   BLOB    NOT NULL CHECK (length(held) = 32),
    other  BLOB    NOT NULL CHECK (length(other) = 32)
) WITHOUT ROWID;

-- The trees' nodes are built with the projections, at the next start.
CREATE TABLE IF NOT EXISTS rebuild (id INTEGER PRIMARY KEY, created_at TEXT, updated_at TEXT);
INSERT OR IGNORE INTO rebuild SELECT id, created_at, updated_at FROM history;
