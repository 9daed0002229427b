package dev.gatehouse;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.ToolProvider;

/** The rules of the house, each with its reason. */
class HouseRulesTest {
    private static final String ROOT = "dev.gatehouse";
    private static final Path SOURCES = Path.of("src/main/java");

    /** Which of our packages each package may use, besides itself. */
    private static final Map<String, List<String>> MAY_USE =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("model", List.of()),
                            Map.entry("plate", List.of("model")),
                            Map.entry("tariff", List.of("model")),
                            Map.entry("feed", List.of("model")),
                            Map.entry("port", List.of("model")),
                            Map.entry("trust", List.of("model")),
                            Map.entry("mesh", List.of("model")),
                            Map.entry("ledger", List.of("model")),
                            // whoever takes a picture in or asks a peer for it is above
                            Map.entry("picture", List.of("model")),
                            Map.entry("passage", List.of("model", "plate")),
                            Map.entry("lane", List.of("model", "plate", "passage")),
                            Map.entry(
                                    "gate",
                                    List.of("model", "plate", "passage", "tariff", "ledger")),
                            Map.entry("sync", List.of("model", "plate", "ledger", "feed", "mesh")),
                            Map.entry("api", List.of("model", "port", "feed")),
                            Map.entry("config", List.of("model", "port")),
                            Map.entry("importer", List.of("model", "plate")),
                            // whoever knows what a node is opens the demo's centrals
                            Map.entry("demo", List.of("model", "port")),
                            Map.entry("diag", List.of("model", "ledger", "feed")),
                            Map.entry(
                                    "node",
                                    List.of(
                                            "model",
                                            "plate",
                                            "passage",
                                            "lane",
                                            "tariff",
                                            "feed",
                                            "port",
                                            "trust",
                                            "mesh",
                                            "ledger",
                                            "picture",
                                            "gate",
                                            "sync",
                                            "api",
                                            "config",
                                            "diag",
                                            "demo",
                                            "importer")),
                            Map.entry("console", List.of("model", "port", "feed")),
                            Map.entry(
                                    "cli",
                                    List.of(
                                            "model", "port", "node", "console", "config",
                                            "demo"))));

    private final JavaClasses classes =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages(ROOT);

    @Test
    void theEngineDoesNotKnowJavaFx() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".console..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", "org.controlsfx..", "atlantafx..")
                .because("the node must run where there is no display")
                .check(classes);
    }

    @Test
    void onlyOneClassHandsWorkToTheFxThread() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".console.fx..")
                .should()
                .callMethodWhere(
                        DescribedPredicate.describe(
                                "Platform.runLater",
                                call ->
                                        call.getTargetOwner()
                                                        .getName()
                                                        .equals("javafx.application.Platform")
                                                && call.getName().equals("runLater")))
                .because("one bridge can coalesce; two let events flood the FX thread")
                .allowEmptyShould(true)
                .check(classes);
    }

    @Test
    void noTextForMachinesDependsOnTheComputersLocale() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(java.io.PrintWriter.class, "printf", String.class, Object[].class)
                .because("Turkish has an i without a dot, and Arabic has digits of its own")
                .check(classes);
    }

    /** Where the program meets the real machine; nothing of it runs in the simulator. */
    private static final Map<String, String> MEETS_THE_MACHINE =
            Map.of(
                    "ledger.Ledger", "opens a file, and makes the thread that writes it",
                    "ledger.check.Verification", "runs beside a node, as a command of its own",
                    "feed.Feed", "has virtual threads where it is given no executor",
                    "ledger.check.Rebuild", "folds on a thread of its own while it writes",
                    "mesh.Machine", "is the real machine",
                    "mesh.ThreadLoop", "is a loop on a real thread",
                    "mesh.Probe", "tries a real connection for a person who waits");

    @Test
    void whatIsSimulatedTakesTimeChanceAndThreadsFromOutside() {
        noClasses()
                .that(
                        DescribedPredicate.describe(
                                "are simulated",
                                (JavaClass c) ->
                                        Stream.of("ledger", "feed", "mesh", "sync", "gate")
                                                        .anyMatch(p -> isIn(c, ROOT + "." + p))
                                                && MEETS_THE_MACHINE.keySet().stream()
                                                        .noneMatch(
                                                                name ->
                                                                        c.getName()
                                                                                .startsWith(
                                                                                        ROOT + "."
                                                                                                + name))))
                .should()
                .accessTargetWhere(
                        DescribedPredicate.describe(
                                "clocks, chance and threads of the machine",
                                access ->
                                        ofTheMachine(
                                                access.getTargetOwner().getName(),
                                                access.getName())))
                .because("a simulation replays a run only where nothing comes from elsewhere")
                .check(classes);
    }

    private static boolean ofTheMachine(String owner, String member) {
        return switch (owner) {
            case "java.lang.System" ->
                    member.equals("nanoTime") || member.equals("currentTimeMillis");
            case "java.time.Instant", "java.time.LocalDate", "java.time.LocalDateTime" ->
                    member.equals("now");
            case "java.time.InstantSource", "java.time.Clock" -> member.startsWith("system");
            case "java.lang.Thread" ->
                    member.startsWith("of") || member.equals("<init>") || member.equals("sleep");
            case "java.util.UUID" -> member.equals("randomUUID");
            case "java.lang.Math" -> member.equals("random");
            case "java.util.Random",
                    "java.security.SecureRandom",
                    "java.util.concurrent.ThreadPoolExecutor",
                    "java.util.concurrent.ScheduledThreadPoolExecutor" ->
                    member.equals("<init>");
            case "java.util.concurrent.ThreadLocalRandom", "java.util.concurrent.Executors" -> true;
            default -> false;
        };
    }

    @TestFactory
    Stream<DynamicTest> aPackageUsesOnlyWhatStandsBelowIt() {
        return MAY_USE.entrySet().stream()
                .map(
                        rule ->
                                DynamicTest.dynamicTest(
                                        rule.getKey() + " uses only " + rule.getValue(),
                                        () -> checkArrows(rule.getKey(), rule.getValue())));
    }

    private void checkArrows(String name, List<String> below) {
        String home = ROOT + "." + name;
        noClasses()
                .that()
                .resideInAPackage(home + "..")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "are ours and stand elsewhere than in " + below,
                                (JavaClass used) ->
                                        used.getPackageName().startsWith(ROOT + ".")
                                                && !isIn(used, home)
                                                && below.stream()
                                                        .noneMatch(
                                                                b -> isIn(used, ROOT + "." + b))))
                .because("arrows point down to model, so that each part can be read by itself")
                .allowEmptyShould(true)
                .check(classes);
    }

    /** Which of the rooms inside {@code ledger} each of them may use, and why no other. */
    private static final Map<String, Room> ROOMS_OF_THE_LEDGER =
            new TreeMap<>(
                    Map.of(
                            "hash",
                            new Room(List.of(), "a proof is checked from bytes alone"),
                            "codec",
                            new Room(
                                    List.of("hash"),
                                    "a fact has one form, wherever and by whomever it is kept"),
                            "block",
                            new Room(List.of(), "a peer in another language reads the same bytes"),
                            "store",
                            new Room(
                                    List.of("hash", "codec", "block"),
                                    "tables can change without a change of what visits follow"),
                            "fold",
                            new Room(
                                    List.of("hash", "codec", "store"),
                                    "visits follow from facts, not from who wrote them"),
                            "query",
                            new Room(
                                    List.of("hash", "codec", "store", "fold"),
                                    "a question is answered from a snapshot and writes nothing"),
                            "write",
                            new Room(
                                    List.of("block", "hash", "codec", "store", "fold", "query"),
                                    "the writer decides from what a question finds"),
                            "check",
                            new Room(
                                    List.of("block", "hash", "codec", "store", "fold"),
                                    "what is damaged is found without whoever wrote it")));

    private record Room(List<String> below, String reason) {}

    @TestFactory
    Stream<DynamicTest> aRoomOfTheLedgerUsesOnlyRoomsBelowIt() {
        return ROOMS_OF_THE_LEDGER.entrySet().stream()
                .map(
                        rule ->
                                DynamicTest.dynamicTest(
                                        rule.getKey() + " uses only " + rule.getValue().below(),
                                        () -> checkRoom(rule.getKey(), rule.getValue())));
    }

    private void checkRoom(String name, Room room) {
        String ledger = ROOT + ".ledger";
        noClasses()
                .that()
                .resideInAPackage(ledger + "." + name + "..")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "are the ledger's and stand elsewhere than in " + room.below(),
                                (JavaClass used) ->
                                        isIn(used, ledger)
                                                && !isIn(used, ledger + "." + name)
                                                && room.below().stream()
                                                        .noneMatch(
                                                                b -> isIn(used, ledger + "." + b))))
                .because(room.reason())
                .check(classes);
    }

    @Test
    void everyRoomOfTheLedgerIsInTheRules() throws IOException {
        try (var folders = Files.list(SOURCES.resolve("dev/gatehouse/ledger"))) {
            assertThat(folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()))
                    .as("a room without a rule may point anywhere")
                    .containsExactlyInAnyOrderElementsOf(ROOMS_OF_THE_LEDGER.keySet());
        }
    }

    /**
     * The types of the ledger that the rest of the program may use, and what for. What else is
     * public there is public for the neighbours inside the ledger.
     */
    private static final Map<String, String> SEEN_OUTSIDE_THE_LEDGER =
            Map.ofEntries(
                    Map.entry("Ledger", "the facade itself"),
                    Map.entry(
                            "write.Arrival",
                            "peers' events are hashed and proven before the writer is asked"),
                    Map.entry(
                            "hash.HeadMap", "what a peer claims is compared with the same digests"),
                    Map.entry("hash.HashedEvent", "an arrival holds its events with their leaves"),
                    Map.entry(
                            "codec.CanonicalJson",
                            "pages on the wire carry payloads as they are hashed"),
                    Map.entry("codec.TimeText", "originals write their times so"),
                    Map.entry("codec.VisitName", "originals name their visits so"),
                    Map.entry(
                            "store.PackedEvents",
                            "a page that came as a block is kept as the block that it is"),
                    Map.entry("store.Holdings", "what is held is claimed to peers and shown"),
                    Map.entry(
                            "store.StoreException",
                            "whoever asks the ledger answers for a disk that fails"),
                    Map.entry("query.Act", "gates take back an act of theirs"),
                    Map.entry("query.Inspector", "two nodes compare what they hold"),
                    Map.entry(
                            "query.LocalPassage",
                            "gates recall at a start what their cameras told"),
                    Map.entry(
                            "query.EntryFate",
                            "an entry that originals are told of, with its fate"),
                    Map.entry("query.EntryFates", "originals are told of entries and exits"),
                    Map.entry("query.OwnStream", "a node looks at what it wrote itself"),
                    Map.entry("query.Page", "peers are sent pages"),
                    Map.entry("query.PassList", "gates ask which passes were in force"),
                    Map.entry(
                            "query.OpenVisitEvents",
                            "peers ask for how the car park stands now first"),
                    Map.entry("query.SharedFacts", "gates ask for fees, passes and staff"),
                    Map.entry("query.VisitList", "gates look visits up"),
                    Map.entry("write.Decision", "gates decide within a transaction"),
                    Map.entry("write.DecisionContext", "a decision sees and appends through it"),
                    Map.entry(
                            "write.MergeResult",
                            "whoever gave an arrival learns what became of it"),
                    Map.entry("check.Backup", "the command line makes backups"),
                    Map.entry("check.Rebuild", "the command line builds the history anew"),
                    Map.entry("check.Restore", "the command line restores backups"),
                    Map.entry("check.Scrub", "damaged rows are found, and peers asked for them"),
                    Map.entry("check.Verification", "the command line verifies a database"));

    @Test
    void nothingOutsideTheLedgerReachesBehindItsFacade() {
        var used = new TreeSet<String>();
        for (JavaClass outside : classes) {
            if (!isIn(outside, ROOT + ".ledger")) {
                outside.getDirectDependenciesFromSelf().stream()
                        .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                        .filter(target -> isIn(target, ROOT + ".ledger"))
                        .map(target -> target.getName().replaceFirst("\\$.*", ""))
                        .map(name -> name.substring((ROOT + ".ledger.").length()))
                        .forEach(used::add);
            }
        }
        assertThat(used)
                .as("what others use cannot change freely, and what they do not use is not listed")
                .containsExactlyInAnyOrderElementsOf(SEEN_OUTSIDE_THE_LEDGER.keySet());
    }

    private static boolean isIn(JavaClass used, String home) {
        return used.getPackageName().equals(home) || used.getPackageName().startsWith(home + ".");
    }

    @Test
    void everyPackageOfTheHouseIsInTheRules() throws IOException {
        try (var folders = Files.list(SOURCES.resolve(ROOT.replace('.', '/')))) {
            assertThat(folders.filter(Files::isDirectory).map(f -> f.getFileName().toString()))
                    .as("a package without a rule may point anywhere")
                    .isSubsetOf(MAY_USE.keySet());
        }
    }

    @Test
    void thePackagesHaveNoCycles() {
        slices().matching(ROOT + ".(*)..")
                .should()
                .beFreeOfCycles()
                .because("two packages that need each other are one package")
                .check(classes);
    }

    @Test
    void modelNeedsNothingButJava() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".model..")
                .should()
                .dependOnClassesThat(
                        DescribedPredicate.describe(
                                "are neither java.*, JSpecify nor model",
                                (JavaClass used) ->
                                        !used.getPackageName().startsWith("java.")
                                                && !used.getPackageName().startsWith("org.jspecify")
                                                && !isIn(used, ROOT + ".model")
                                                && !used.isPrimitive()
                                                && !used.isArray()))
                .because("everything stands on model, so what it needs everything needs")
                .check(classes);
    }

    @Test
    void everyPackageSaysWhatItIs() throws IOException {
        try (var folders = Files.walk(SOURCES)) {
            List<Path> silent =
                    folders.filter(Files::isDirectory)
                            .filter(HouseRulesTest::hasSources)
                            .filter(f -> !Files.exists(f.resolve("package-info.java")))
                            .toList();
            assertThat(silent).isEmpty();
        }
    }

    private static boolean hasSources(Path folder) {
        try (var files = Files.list(folder)) {
            return files.anyMatch(f -> f.toString().endsWith(".java"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** The packages whose comments are in plain English; the others follow. */
    private static final List<String> IN_PLAIN_ENGLISH = List.of("ledger");

    /** What a comment may not begin with: its subject would stand in another comment. */
    private static final Pattern WITHOUT_A_SUBJECT =
            Pattern.compile(
                    "/\\*\\*\\s+(?:\\*\\s+)?(?:Those|None|The same|One that|One of|Ends"
                            + " that|It|They|Them|This|That|These|Theirs|Both)\\b[^.]*");

    @Test
    void aCommentNamesItsSubject() throws IOException {
        var nameless = new ArrayList<String>();
        for (String home : IN_PLAIN_ENGLISH) {
            try (var files = Files.walk(SOURCES.resolve("dev/gatehouse").resolve(home))) {
                for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                    WITHOUT_A_SUBJECT
                            .matcher(Files.readString(file))
                            .results()
                            .forEach(found -> nameless.add(file + ": " + found.group()));
                }
            }
        }
        assertThat(nameless).as("a comment is read without the one before it").isEmpty();
    }

    /**
     * A form builder lays out controls one after the other; cutting it up does not make it clearer.
     */
    @Test
    void methodsFitOnAScreenAndClassesInAHead() throws Exception {
        var compiler = ToolProvider.getSystemJavaCompiler();
        var tooLong = new ArrayList<String>();
        try (var manager = compiler.getStandardFileManager(null, null, null);
                var files = Files.walk(SOURCES)) {
            var sources = files.filter(f -> f.toString().endsWith(".java")).toList();
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    manager,
                                    null,
                                    List.of(),
                                    null,
                                    manager.getJavaFileObjectsFromPaths(sources));
            var trees = Trees.instance(task);
            for (var unit : task.parse()) {
                unit.accept(new LengthScanner(trees, unit, tooLong), null);
            }
        }
        assertThat(tooLong).isEmpty();
    }

    private static final class LengthScanner extends TreeScanner<Void, Void> {
        private static final int METHOD_LINES = 70;
        private static final int CLASS_LINES = 500;

        private final Trees trees;
        private final CompilationUnitTree unit;
        private final List<String> tooLong;

        LengthScanner(Trees trees, CompilationUnitTree unit, List<String> tooLong) {
            this.trees = trees;
            this.unit = unit;
            this.tooLong = tooLong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void unused) {
            boolean formBuilder = method.getName().toString().startsWith("build");
            if (!formBuilder && lines(method) > METHOD_LINES) {
                tooLong.add(unit.getSourceFile().getName() + " " + method.getName());
            }
            return super.visitMethod(method, unused);
        }

        @Override
        public Void visitClass(ClassTree type, Void unused) {
            if (lines(type) > CLASS_LINES) {
                tooLong.add(unit.getSourceFile().getName() + " " + type.getSimpleName());
            }
            return super.visitClass(type, unused);
        }

        private long lines(Tree tree) {
            var positions = trees.getSourcePositions();
            long start = positions.getStartPosition(unit, tree);
            long end = positions.getEndPosition(unit, tree);
            var map = unit.getLineMap();
            return end < 0 ? 1 : map.getLineNumber(end) - map.getLineNumber(start) + 1;
        }
    }
}
