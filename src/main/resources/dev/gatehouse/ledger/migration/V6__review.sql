-- What a person must look at, and what a device said of its own time. The next start derives all
-- visits anew, since this version's fold is another one.

ALTER TABLE visit ADD COLUMN entry_seen INTEGER;               -- UTC ms by the device's own clock
ALTER TABLE visit ADD COLUMN exit_seen INTEGER;
ALTER TABLE visit ADD COLUMN readings INTEGER NOT NULL DEFAULT 1;  -- of the plate, as kept
ALTER TABLE visit ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;     -- 1 entry's clock, 2 exit's clock
                                                                   -- doubtful, 4 exit alone, 8 no entry
ALTER TABLE visit ADD COLUMN review INTEGER NOT NULL DEFAULT 0;    -- why to look at it, 0 for nothing
CREATE INDEX visit_review ON visit (id) WHERE review <> 0;
