package dev.gatehouse.node;

import dev.gatehouse.mesh.Frame;
import dev.gatehouse.mesh.Link;
import dev.gatehouse.mesh.Machine;
import dev.gatehouse.mesh.Mesh;
import dev.gatehouse.mesh.MeshListener;
import dev.gatehouse.mesh.PeerAddress;
import dev.gatehouse.mesh.SteadyClock;
import dev.gatehouse.model.CentralId;
import dev.gatehouse.model.StreamId;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/**
 * The mesh of {@code central-1} to which nobody listens; it dials nobody, since it never starts.
 */
final class IdleMesh {
    private IdleMesh() {}

    static Mesh with(PeerAddress... peers) {
        var machine = Machine.real(InstantSource.system(), System::nanoTime, new Random(1));
        return new Mesh(
                new Mesh.Settings(
                        new CentralId("central-1"),
                        () -> new StreamId(1, 1),
                        List.of(peers),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(30)),
                machine,
                new SteadyClock(machine.wall(), machine.nanos()),
                new MeshListener() {
                    @Override
                    public void opened(Link link) {}

                    @Override
                    public void identified(Link link) {}

                    @Override
                    public void closed(Link link) {}

                    @Override
                    public void copied(StreamId node) {}

                    @Override
                    public void frame(Link link, Frame frame) {}

                    @Override
                    public void foundOriginal(Link link) {}

                    @Override
                    public void frameOfOriginal(Link link, Frame frame) {}
                });
    }
}
