-- The ledger: what happened, append-only.

CREATE TABLE stream (
    id       INTEGER PRIMARY KEY,            -- short local number, for the keys below
    stream   BLOB    NOT NULL UNIQUE CHECK (length(stream) = 16),
    central  TEXT    NOT NULL,
    key      BLOB    NOT NULL,               -- Ed25519, X.509
    started  INTEGER NOT NULL,               -- UTC ms
    sig      BLOB    NOT NULL,
    n        INTEGER NOT NULL DEFAULT 0,     -- held from 1 without a gap
    root     BLOB    NOT NULL,               -- Merkle tree hash over those n leaves
    last_hlc INTEGER NOT NULL DEFAULT 0
);

CREATE TABLE event (
    stream  INTEGER NOT NULL REFERENCES stream (id),
    seq     INTEGER NOT NULL,
    id      BLOB    NOT NULL CHECK (length(id) = 16),
    kind    TEXT    NOT NULL,
    src     TEXT    NOT NULL,
    central TEXT    NOT NULL,
    hlc     INTEGER NOT NULL,
    wall    INTEGER NOT NULL,                -- UTC ms
    payload BLOB    NOT NULL,                -- canonical JSON, byte for byte
    leaf    BLOB    NOT NULL CHECK (length(leaf) = 32),
    PRIMARY KEY (stream, seq)
) WITHOUT ROWID;

-- The node above each aligned 1,024 leaves, so that the root of any prefix takes a few hundred hashes.
CREATE TABLE node (
    stream INTEGER NOT NULL REFERENCES stream (id),
    span   INTEGER NOT NULL,                 -- 0 is above leaves 1 to 1,024
    hash   BLOB    NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (stream, span)
) WITHOUT ROWID;

-- Projections: everything below follows from the events and can be built anew.

-- The facts of each car, by where they stand in its fold.
CREATE TABLE fact (
    plate  TEXT    NOT NULL,
    t      INTEGER NOT NULL,                 -- as event.hlc, but never before the entry that it names
    stream INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (plate, t, stream, seq)
) WITHOUT ROWID;

-- Row numbers are given once for each visit; no row is ever deleted here, so none is used again.
CREATE TABLE history_id (
    id       INTEGER PRIMARY KEY,
    event_id TEXT NOT NULL UNIQUE
);

-- The original's table, column for column; times are the site's local text, the last two UTC text.
CREATE TABLE history (
    id                INTEGER PRIMARY KEY,
    event_id          TEXT,                    -- unique, as history_id is
    source_central    TEXT,
    edge_id           TEXT,
    plate_id          TEXT NOT NULL,
    plate_view        TEXT NOT NULL,
    entry_time        TEXT,
    entry_camera_id   INTEGER,
    entry_camera_name TEXT,
    entry_confidence  REAL,
    entry_source      TEXT,
    exit_time         TEXT,
    exit_camera_id    INTEGER,
    exit_camera_name  TEXT,
    exit_confidence   REAL,
    exit_source       TEXT,
    duration          TEXT,
    fee               INTEGER DEFAULT 0,
    status            TEXT NOT NULL,
    sync_status       TEXT DEFAULT 'LOCAL',
    created_at        TEXT,
    updated_at        TEXT
);
CREATE INDEX history_newest ON history (created_at DESC, id DESC);

-- What the original's columns cannot say: instants, the place in the fold, and where a car left.
CREATE TABLE visit (
    id           INTEGER PRIMARY KEY REFERENCES history (id),
    plate        TEXT    NOT NULL,
    entry_t      INTEGER NOT NULL,           -- fact.t of the entry
    entry_wall   INTEGER NOT NULL,           -- UTC ms
    confirmed    INTEGER NOT NULL,           -- 0 or 1
    exit_wall    INTEGER,                    -- UTC ms
    exit_central TEXT,
    exit_edge    TEXT,
    seconds      INTEGER
);
CREATE INDEX visit_plate ON visit (plate, entry_t);
CREATE INDEX visit_entry ON visit (entry_wall);
CREATE INDEX visit_exit ON visit (exit_wall) WHERE exit_wall IS NOT NULL;
CREATE INDEX visit_inside ON visit (plate) WHERE exit_wall IS NULL;
CREATE INDEX visit_unconfirmed ON visit (plate, entry_t) WHERE confirmed = 0;

-- The last passages over all gates, for the live table.
CREATE TABLE passage (
    wall   INTEGER NOT NULL,
    stream INTEGER NOT NULL,
    seq    INTEGER NOT NULL,
    PRIMARY KEY (wall, stream, seq)
) WITHOUT ROWID;

-- When the last proven exchange with each peer was, in the original's columns.
CREATE TABLE p2p_sync_state (
    peer_central_id     TEXT PRIMARY KEY,
    last_sync_timestamp INTEGER NOT NULL,
    last_sync_time      TEXT NOT NULL,
    updated_at          TEXT NOT NULL
);
