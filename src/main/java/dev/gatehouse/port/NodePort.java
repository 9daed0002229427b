package dev.gatehouse.port;

import dev.gatehouse.model.Health;
import dev.gatehouse.model.LedgerFigures;
import dev.gatehouse.model.NodeInfo;

/** A running node, as the outer world sees it. */
public interface NodePort {
    NodeInfo info();

    GatePort gate();

    LanePort lanes();

    HistoryPort history();

    MeshPort mesh();

    AlarmPort alarms();

    ConfigPort config();

    SitePort site();

    CameraPort cameras();

    LinkPort links();

    PicturePort pictures();

    DiagPort diagnostics();

    /** What the ledger has done since it was opened; does not block. */
    LedgerFigures ledgerFigures();

    /** Does not block. */
    Health health();
}
