-- The whole fold: corrections, voids, what was taken in from originals, and what is listed beside
-- the visits. The next start derives all of it anew, since no version of a fold is stored here.

DROP TABLE fact;

-- The facts of each car, by where they stand in its fold.
CREATE TABLE fact (
    plate    TEXT    NOT NULL,               -- that of the entry that it names, as corrected
    t        INTEGER NOT NULL,               -- as event.hlc, but never before the entry that it names
    stream   INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    event_id TEXT,                           -- the visit that it names, null where it names none
    kind     TEXT    NOT NULL,
    PRIMARY KEY (plate, t, stream, seq)
) WITHOUT ROWID;
CREATE INDEX fact_event ON fact (event_id, kind);
CREATE INDEX fact_change ON fact (t) WHERE kind IN ('correction', 'void');

-- Facts that are no part of a visit, and why; ordinary ones are not here.
CREATE TABLE remark (
    plate    TEXT    NOT NULL,
    t        INTEGER NOT NULL,
    stream   INTEGER NOT NULL,
    seq      INTEGER NOT NULL,
    what     TEXT    NOT NULL,
    event_id TEXT,                           -- the visit that it is shown with
    PRIMARY KEY (plate, t, stream, seq)
) WITHOUT ROWID;
CREATE INDEX remark_what ON remark (what, t);

-- Numbers of corrections and voids are given once and for ever, as those of history_id are.
CREATE TABLE change_id (
    id   INTEGER PRIMARY KEY,
    fact BLOB NOT NULL UNIQUE CHECK (length(fact) = 16)
);

-- Facts that concern no car; of lists and settings the last one counts.
CREATE TABLE site_fact (
    kind    TEXT    NOT NULL,
    hlc     INTEGER NOT NULL,
    central TEXT    NOT NULL,
    id      BLOB    NOT NULL,
    stream  INTEGER NOT NULL,
    seq     INTEGER NOT NULL,
    PRIMARY KEY (kind, hlc, central, id, stream, seq)
) WITHOUT ROWID;

-- What all visits come to, and by which version of the fold.
CREATE TABLE fold (
    only    INTEGER PRIMARY KEY CHECK (only = 0),
    version INTEGER NOT NULL,
    digest  BLOB    NOT NULL CHECK (length(digest) = 32)
);
