package dev.gatehouse.model;

/**
 * A person takes his last act at the gate back.
 *
 * @param eventId the visit, as the answer to that act named it
 * @param way whether a car was let in or out
 * @param staff who takes it back
 */
public record UndoRequest(String eventId, GateEvent.Kind way, String staff) {}
