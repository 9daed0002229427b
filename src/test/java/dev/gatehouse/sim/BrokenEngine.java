package dev.gatehouse.sim;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * The whole program with one line of it written wrongly, in a class loader of its own: what it
 * would be like if somebody made that mistake. Nothing in the program knows of it.
 */
final class BrokenEngine extends ClassLoader {
    private static final String OURS = "dev.gatehouse.";

    private final Map<String, byte[]> broken;

    private BrokenEngine(Map<String, byte[]> broken) {
        super(BrokenEngine.class.getClassLoader());
        this.broken = broken;
    }

    /**
     * @param file a source
     * @param right what is in it, once
     * @param wrong what is there instead
     */
    static BrokenEngine with(Path file, String right, String wrong) throws IOException {
        String source = Files.readString(file);
        int at = source.indexOf(right);
        if (at < 0 || source.indexOf(right, at + 1) >= 0) {
            throw new IllegalStateException(file + " does not have this once: " + right);
        }
        return new BrokenEngine(compiled(file, source.replace(right, wrong)));
    }

    /** How the run of that seed fails; null where it does not. */
    @Nullable String failure(long seed, String... kinds) throws ReflectiveOperationException {
        return (String)
                loadClass(OURS + "sim.Replay")
                        .getMethod("failure", long.class, String[].class)
                        .invoke(null, seed, kinds);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            return name.startsWith(OURS) ? define(name) : super.loadClass(name, resolve);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = broken.get(name);
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            byte[] sound = in.readAllBytes();
            byte[] code = bytes == null ? sound : bytes;
            return defineClass(name, code, 0, code.length);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static Map<String, byte[]> compiled(Path file, String source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var classes = new HashMap<String, ByteArrayOutputStream>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            JavaFileManager memory =
                    new ForwardingJavaFileManager<>(files) {
                        @Override
                        public JavaFileObject getJavaFileForOutput(
                                Location location,
                                String name,
                                JavaFileObject.Kind kind,
                                FileObject sibling) {
                            var bytes = new ByteArrayOutputStream();
                            classes.put(name, bytes);
                            return new SimpleJavaFileObject(URI.create("mem:///" + name), kind) {
                                @Override
                                public OutputStream openOutputStream() {
                                    return bytes;
                                }
                            };
                        }
                    };
            var text =
                    new SimpleJavaFileObject(file.toUri(), JavaFileObject.Kind.SOURCE) {
                        @Override
                        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                            return source;
                        }
                    };
            List<String> options =
                    List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
            if (!compiler.getTask(null, memory, null, options, null, List.of(text)).call()) {
                throw new IllegalStateException(file + " does not compile any more");
            }
        }
        var code = new HashMap<String, byte[]>();
        classes.forEach((name, bytes) -> code.put(name, bytes.toByteArray()));
        return code;
    }
}
