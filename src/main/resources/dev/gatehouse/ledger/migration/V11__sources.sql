-- The facts that began and ended a visit are kept by its row, and only the others have rows of
-- their own: what waits for its entry, what is doubted, and what corrects or voids.
ALTER TABLE visit ADD COLUMN entry_at INTEGER;  -- of the fact that began it: stream << 40 | seq
ALTER TABLE visit ADD COLUMN exit_at  INTEGER;  -- of the fact that ended it, null where fact has it
ALTER TABLE visit ADD COLUMN exit_t   INTEGER;  -- its place in the fold, as fact.t
