-- Exits that a person took back, and exits that nobody saw: visit.marks has 16 for an exit missed.
-- The next start derives all visits anew, since this version's fold is another one.

DROP INDEX fact_change;
CREATE INDEX fact_change ON fact (t) WHERE kind IN ('correction', 'void', 'exit_undone');
