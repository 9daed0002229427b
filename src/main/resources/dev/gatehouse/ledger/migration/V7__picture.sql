-- Which pictures came with the readings. The next start derives all visits anew, since this
-- version's fold is another one.

ALTER TABLE visit ADD COLUMN entry_picture TEXT;               -- SHA-256 in hex; the file is elsewhere
ALTER TABLE visit ADD COLUMN exit_picture TEXT;
