import org.jumpmind.symmetric.ClientSymmetricEngine;
import org.jumpmind.symmetric.SymmetricWebServer;

import java.io.File;
import java.io.PrintStream;

/**
 * One node of SymmetricDS as a process of its own, run from its source on SymmetricDS' own class
 * path. It says {@code ready} once its engine runs, and ends when its input does.
 */
public class SymmetricNode {
    /**
     * Runs it.
     *
     * @param args its properties; where it listens, 0 for one that only pulls
     */
    public static void main(String[] args) throws Exception {
        PrintStream answers = System.out;
        System.setOut(System.err); // where its log goes: nobody reads the answers until asked
        int port = Integer.parseInt(args[1]);
        if (port == 0) {
            var engine = new ClientSymmetricEngine(new File(args[0]));
            engine.start();
        } else {
            var server = new SymmetricWebServer(args[0]);
            server.setHttpPort(port);
            server.setJoin(false);
            server.start();
            server.waitForEnginesToComeOnline(120_000);
        }
        answers.println("ready");
        while (System.in.read() >= 0) {} // until whoever started it ends it or is gone
        System.exit(0);
    }
}
