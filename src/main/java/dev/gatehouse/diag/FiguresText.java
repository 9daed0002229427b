package dev.gatehouse.diag;

import dev.gatehouse.model.Alarm;
import dev.gatehouse.model.AlarmList;
import dev.gatehouse.model.Csv;
import dev.gatehouse.model.GateEvent;
import dev.gatehouse.model.Health;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.MeshStatus;
import dev.gatehouse.model.NodeInfo;
import dev.gatehouse.model.PeerState;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;

/** How the node is, as text for whoever is called for help; in English, as the log is. */
public final class FiguresText {
    private final StringBuilder text = new StringBuilder();

    private FiguresText() {}

    /**
     * All of it at one moment; names no plate.
     *
     * @param diskFreeBytes where the data lie
     */
    public static String of(
            Instant at,
            NodeInfo info,
            Health health,
            MeshStatus mesh,
            LedgerFigures ledger,
            AlarmList alarms,
            OptionalLong diskFreeBytes) {
        var figures = new FiguresText();
        figures.line("at", at);
        figures.line("central", info.central());
        figures.line("version", info.version());
        figures.line("address", info.host() + " p2p " + info.p2pPort() + " api " + info.apiPort());
        figures.line(
                "system",
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + " "
                        + System.getProperty("os.arch"));
        figures.line("java", System.getProperty("java.version"));
        Runtime machine = Runtime.getRuntime();
        figures.line("processors", machine.availableProcessors());
        figures.line("memory used", machine.totalMemory() - machine.freeMemory());
        figures.line("memory most", machine.maxMemory());
        diskFreeBytes.ifPresent(free -> figures.line("disk free", free));
        health.checks()
                .forEach(c -> figures.line("check " + c.name(), c.code() + " " + c.detail()));
        figures.line("ledger", ledger);
        figures.mesh(mesh);
        figures.alarms(alarms);
        return figures.text.toString();
    }

    private void mesh(MeshStatus mesh) {
        line("events", mesh.events() + " digest " + mesh.digest());
        line("proof", mesh.proof());
        line("lost", mesh.lost());
        line(
                "messages",
                mesh.messagesSent()
                        + " sent, "
                        + mesh.messagesReceived()
                        + " received, "
                        + mesh.messagesRefused()
                        + " refused");
        for (PeerState peer : mesh.peers()) {
            line("peer " + peer.id(), peer);
        }
    }

    private void alarms(AlarmList alarms) {
        for (Alarm alarm : alarms.open()) {
            line("alarm open", alarm);
        }
        for (AlarmList.Entry entry : alarms.journal()) {
            line("alarm " + entry.at(), entry.what() + " " + entry.alarm());
        }
    }

    private void line(String name, Object value) {
        text.append(name).append(": ").append(value).append('\n');
    }

    /** Passages as a CSV file, with their plates. */
    public static String csv(List<GateEvent> events) {
        var rows = new StringBuilder().append(Csv.BYTE_ORDER_MARK);
        rows.append(
                Csv.header(
                        List.of(
                                "at", "way", "central", "edge", "plate", "fee", "stream",
                                "number")));
        for (GateEvent event : events) {
            rows.append(
                    Csv.line(
                            List.of(
                                    Csv.moment(event.at().toString()),
                                    Csv.text(event.kind().name()),
                                    Csv.text(event.central().value()),
                                    Csv.text(event.edge()),
                                    Csv.text(event.plate().canonical()),
                                    Csv.figure(event.feeDong()),
                                    Csv.text(event.stream().toString()),
                                    Csv.figure(event.seq()))));
        }
        return rows.toString();
    }
}
