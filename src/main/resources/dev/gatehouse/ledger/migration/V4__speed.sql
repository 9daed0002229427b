-- A merged event writes to half as many indexes: of a car at most the last visit is open, so its
-- visits need one index alone, and who is inside is listed by when they came.

DROP INDEX visit_inside;
DROP INDEX visit_unconfirmed;
DROP INDEX visit_plate;
CREATE INDEX visit_plate ON visit (plate, entry_t, confirmed);
CREATE INDEX visit_inside ON visit (entry_t) WHERE exit_wall IS NULL;

-- Every plate that a fact was ever folded with, so that a search need not look at every visit.
CREATE TABLE car (plate TEXT PRIMARY KEY) WITHOUT ROWID;
INSERT INTO car SELECT DISTINCT plate FROM fact;
