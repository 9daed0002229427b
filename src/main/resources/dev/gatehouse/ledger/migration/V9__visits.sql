-- A visit is one narrow row: texts that repeat are numbers of two dictionaries, times are numbers,
-- and the original's table is a view. The next start derives all visits anew from the events; the
-- numbers and the times of the rows are kept for it in rebuild.

CREATE TABLE IF NOT EXISTS rebuild (id INTEGER PRIMARY KEY, created_at TEXT, updated_at TEXT);
INSERT OR IGNORE INTO rebuild SELECT id, created_at, updated_at FROM history;
ALTER TABLE rebuild RENAME TO rebuild_texts;
CREATE TABLE rebuild (
    id      INTEGER PRIMARY KEY,
    name    TEXT UNIQUE,                     -- the visit's, null where it was erased
    created INTEGER,                         -- UTC ms, null where it is not known
    updated INTEGER
);
INSERT OR IGNORE INTO history_id SELECT id, event_id FROM history WHERE event_id IS NOT NULL;
INSERT INTO rebuild
    SELECT i.id, i.event_id, 1000 * unixepoch(t.created_at), 1000 * unixepoch(t.updated_at)
    FROM history_id i LEFT JOIN rebuild_texts t ON t.id = i.id;

DROP TABLE rebuild_texts;
DROP TABLE history_id;
DROP TABLE visit;
DROP TABLE history;
DROP TABLE passage;                          -- the last passages are the last events of the streams

CREATE TABLE central (                       -- dictionary: names of centrals
    id   INTEGER PRIMARY KEY,
    name TEXT NOT NULL
);
CREATE TABLE gate (                          -- dictionary: where and how a plate was read
    id          INTEGER PRIMARY KEY,
    edge_id     TEXT,
    camera_id   INTEGER,
    camera_name TEXT,
    source      TEXT
);
CREATE TABLE visit (
    id               INTEGER PRIMARY KEY,    -- given once, never used again; newest last
    plate            TEXT    NOT NULL,
    view             TEXT,                   -- the plate as it is written, where that is another text
    name             TEXT,                   -- event_id, where it is not central_(entry_t >> 16)_plate
    central          INTEGER NOT NULL,       -- where the car came in
    entry_t          INTEGER NOT NULL,       -- fact.t of the entry
    entry_wall       INTEGER NOT NULL,       -- UTC ms, as all times here
    entry_gate       INTEGER NOT NULL,
    entry_confidence REAL,
    entry_seen       INTEGER,                -- by the device's own clock
    entry_picture    BLOB,                   -- SHA-256; the file is elsewhere
    confirmed        INTEGER NOT NULL,       -- 0 or 1
    readings         INTEGER NOT NULL,       -- of the plate, as kept
    exit_wall        INTEGER,                -- null while the car is inside
    exit_central     INTEGER,
    exit_gate        INTEGER,
    exit_confidence  REAL,
    exit_seen        INTEGER,
    exit_picture     BLOB,
    seconds          INTEGER,
    fee              INTEGER,
    marks            INTEGER NOT NULL,       -- 1 entry's clock, 2 exit's clock doubtful, 4 exit alone,
                                             -- 8 no entry, 16 exit missed
    review           INTEGER NOT NULL,       -- why to look at it, 0 for nothing
    local            INTEGER NOT NULL,       -- whether this central let it in
    created          INTEGER NOT NULL,
    updated          INTEGER NOT NULL
);
CREATE INDEX visit_plate ON visit (plate, entry_t);
CREATE UNIQUE INDEX visit_name ON visit (name) WHERE name IS NOT NULL;
CREATE INDEX visit_entry ON visit (entry_wall);
CREATE INDEX visit_exit ON visit (exit_wall) WHERE exit_wall IS NOT NULL;
CREATE INDEX visit_inside ON visit (entry_wall) WHERE exit_wall IS NULL;
CREATE INDEX visit_review ON visit (id) WHERE review <> 0;

-- Numbers of visits that are none any more: whatever takes that name again gets it back.
CREATE TABLE retired (
    id   INTEGER PRIMARY KEY,
    name TEXT UNIQUE                         -- null where it was erased
);

-- How far the site's time is from UTC now, for the texts of the view below.
CREATE TABLE site_offset (
    only    INTEGER PRIMARY KEY CHECK (only = 0),
    seconds INTEGER NOT NULL
);
INSERT INTO site_offset VALUES (0, 0);

-- The original's table, column for column; times are the site's local text, the last two UTC text.
CREATE VIEW history AS
SELECT v.id,
       coalesce(v.name, c.name || '_' || (v.entry_t >> 16) || '_' || v.plate) AS event_id,
       c.name AS source_central,
       g.edge_id,
       v.plate AS plate_id,
       coalesce(v.view, v.plate) AS plate_view,
       datetime(v.entry_wall / 1000 + o.seconds, 'unixepoch') AS entry_time,
       g.camera_id AS entry_camera_id,
       g.camera_name AS entry_camera_name,
       v.entry_confidence,
       g.source AS entry_source,
       datetime(v.exit_wall / 1000 + o.seconds, 'unixepoch') AS exit_time,
       x.camera_id AS exit_camera_id,
       x.camera_name AS exit_camera_name,
       v.exit_confidence,
       x.source AS exit_source,
       iif(v.seconds IS NULL, NULL,
           format('%d giờ %d phút', max(v.seconds, 0) / 3600, max(v.seconds, 0) / 60 % 60)) AS duration,
       coalesce(v.fee, 0) AS fee,
       iif(v.exit_wall IS NULL, 'IN', 'OUT') AS status,
       iif(v.local, 'LOCAL', 'SYNCED') AS sync_status,
       datetime(v.created / 1000, 'unixepoch') AS created_at,
       datetime(v.updated / 1000, 'unixepoch') AS updated_at
  FROM visit v
  JOIN site_offset o
  LEFT JOIN central c ON c.id = v.central
  LEFT JOIN gate g ON g.id = v.entry_gate
  LEFT JOIN gate x ON x.id = v.exit_gate;
