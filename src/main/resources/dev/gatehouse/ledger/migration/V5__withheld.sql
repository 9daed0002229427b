-- The events of which only the hash of their payload is held, found at a start without looking at
-- all others.
CREATE INDEX event_erased ON event (stream, seq, kind) WHERE erased = 1;
