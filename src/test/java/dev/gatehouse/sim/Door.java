package dev.gatehouse.sim;

import dev.gatehouse.gate.Gate;
import dev.gatehouse.ledger.Ledger;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.OpenOutcome;
import dev.gatehouse.model.OpenRequest;
import dev.gatehouse.model.Passed;
import dev.gatehouse.model.Plate;
import dev.gatehouse.model.Visit;

import java.util.concurrent.CompletableFuture;

/** Takes what cameras tell. */
interface Door {
    /**
     * A camera tells of a car.
     *
     * @param decision whether its sender decided, rather than read
     * @return completes after the commit
     */
    CompletableFuture<OpenOutcome> pass(GateEvent.Kind way, boolean decision, OpenRequest request);

    /** The program's. */
    static Door of(Gate gate) {
        return (way, decision, request) ->
                (decision ? gate.open(way, request) : gate.pass(way, request))
                        .thenApply(Passed::outcome);
    }

    /** A rival's: every reading is an event, but for a car that is inside already. */
    static Door everyReading(Ledger ledger) {
        return (way, _, request) ->
                ledger.decide(
                        desk -> {
                            var plate = new Plate(request.plateText(), request.plateText());
                            var reading =
                                    new Fact.Reading(
                                            request.cameraId(),
                                            request.cameraName(),
                                            request.confidence(),
                                            request.source());
                            Visit inside = desk.openVisit(plate).orElse(null);
                            if (way == GateEvent.Kind.ENTRY && inside != null) {
                                return new OpenOutcome.AlreadyInside(
                                        plate, inside.entry().at(), inside.eventId());
                            }
                            String edge = request.edgeId();
                            Visit visit =
                                    desk.append(
                                            plate,
                                            hlc -> {
                                                String name =
                                                        desk.central()
                                                                + "_"
                                                                + hlc.ms()
                                                                + "_"
                                                                + plate.canonical();
                                                if (way == GateEvent.Kind.ENTRY) {
                                                    return new Fact.Entry(
                                                            name, plate, edge, reading);
                                                }
                                                return inside == null
                                                        ? Fact.Exit.alone(
                                                                name, plate, edge, reading)
                                                        : new Fact.Exit(
                                                                inside.eventId(),
                                                                plate,
                                                                edge,
                                                                reading,
                                                                0,
                                                                0);
                                            });
                            return new OpenOutcome.Entered(
                                    visit.eventId(), visit.id(), plate, visit.entry().at());
                        });
    }
}
