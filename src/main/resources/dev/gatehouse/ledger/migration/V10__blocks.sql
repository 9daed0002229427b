-- Proven events by columns, a span of numbers in one row: a tenth of the bytes. An event is either
-- here or in event, which keeps the end of each stream, what is loose, and what no block can hold.
-- An older database's rows are moved by the writer when nothing waits for it, and by a rebuild.
CREATE TABLE block (
    id     INTEGER PRIMARY KEY,              -- rows are appended
    stream INTEGER NOT NULL REFERENCES stream (id),
    first  INTEGER NOT NULL,                 -- number of its first event
    n      INTEGER NOT NULL,                 -- how many
    wall   INTEGER NOT NULL,                 -- the latest UTC ms of its events
    data   BLOB    NOT NULL,                 -- as docs/block-format.md says
    leaves BLOB    NOT NULL,                 -- 32 bytes for each event
    UNIQUE (stream, first)
);

-- The events in blocks of which only the hash of their payload is held, as the index event_erased
-- has those in rows: a start reads no block.
CREATE TABLE block_erased (
    stream INTEGER NOT NULL REFERENCES stream (id),
    seq    INTEGER NOT NULL,
    kind   TEXT    NOT NULL,
    PRIMARY KEY (stream, seq)
) WITHOUT ROWID;
