package dev.gatehouse.ledger.store;

import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * A sorted map that never changes: a change gives another map, which shares all but the path to it.
 * So a snapshot is a reference, and a rollback is to forget one. An AVL tree (Adelson-Velsky and
 * Landis, 1962) with its paths copied.
 */
public final class PersistentMap<K extends Comparable<? super K>, V> {
    /**
     * A key with its value, and the tree below.
     *
     * @param height of the tree, 1 for a leaf
     * @param size keys in the tree
     */
    public record Node<K, V>(
            K key,
            V value,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right,
            int height,
            int size) {
        static <K, V> Node<K, V> of(
                K key, V value, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
            int height = 1 + Math.max(heightOf(left), heightOf(right));
            return new Node<>(key, value, left, right, height, 1 + sizeOf(left) + sizeOf(right));
        }
    }

    private final @Nullable Node<K, V> root;

    public PersistentMap() {
        this(null);
    }

    private PersistentMap(@Nullable Node<K, V> root) {
        this.root = root;
    }

    int size() {
        return sizeOf(root);
    }

    @Nullable
    public V get(K key) {
        Node<K, V> node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    /** With that value, in place of any other of that key. */
    PersistentMap<K, V> put(K key, V value) {
        return new PersistentMap<>(put(root, key, value));
    }

    PersistentMap<K, V> remove(K key) {
        return get(key) == null ? this : new PersistentMap<>(remove(root, key));
    }

    /** Upwards from the least key that is not below {@code low}. */
    Iterable<Node<K, V>> from(K low) {
        return () -> new Walk<>(root, low, true);
    }

    /** Downwards from the greatest key that is below {@code high}. */
    Iterable<Node<K, V>> below(K high) {
        return () -> new Walk<>(root, high, false);
    }

    public Iterable<Node<K, V>> upwards() {
        return () -> new Walk<>(root, null, true);
    }

    Iterable<Node<K, V>> downwards() {
        return () -> new Walk<>(root, null, false);
    }

    private static int heightOf(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static int sizeOf(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> put(
            @Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return Node.of(key, value, null, null);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return Node.of(key, value, node.left, node.right);
        }
        return order < 0
                ? balanced(node, put(node.left, key, value), node.right)
                : balanced(node, node.left, put(node.right, key, value));
    }

    private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> remove(
            @Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order != 0) {
            return order < 0
                    ? balanced(node, remove(node.left, key), node.right)
                    : balanced(node, node.left, remove(node.right, key));
        }
        if (node.left == null || node.right == null) {
            return node.left == null ? node.right : node.left;
        }
        Node<K, V> next = node.right;
        while (next.left != null) {
            next = next.left;
        }
        return balanced(next, node.left, remove(node.right, next.key));
    }

    /** The key and value of {@code node} over two trees whose heights differ by two at most. */
    private static <K, V> Node<K, V> balanced(
            Node<K, V> node, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        if (left != null && left.height > heightOf(right) + 1) {
            Node<K, V> inner = left.right;
            if (inner != null && inner.height > heightOf(left.left)) {
                return Node.of(
                        inner.key,
                        inner.value,
                        Node.of(left.key, left.value, left.left, inner.left),
                        Node.of(node.key, node.value, inner.right, right));
            }
            return Node.of(
                    left.key,
                    left.value,
                    left.left,
                    Node.of(node.key, node.value, left.right, right));
        }
        if (right != null && right.height > heightOf(left) + 1) {
            Node<K, V> inner = right.left;
            if (inner != null && inner.height > heightOf(right.right)) {
                return Node.of(
                        inner.key,
                        inner.value,
                        Node.of(node.key, node.value, left, inner.left),
                        Node.of(right.key, right.value, inner.right, right.right));
            }
            return Node.of(
                    right.key,
                    right.value,
                    Node.of(node.key, node.value, left, right.left),
                    right.right);
        }
        return Node.of(node.key, node.value, left, right);
    }

    private static final class Walk<K extends Comparable<? super K>, V>
            implements Iterator<Node<K, V>> {
        /** Those that are still to come and whose next subtree is, nearest on top. */
        private final Deque<Node<K, V>> waiting = new ArrayDeque<>();

        private final boolean upwards;

        /**
         * @param bound where to begin, null for an end of the map; is itself only met upwards
         */
        Walk(@Nullable Node<K, V> root, @Nullable K bound, boolean upwards) {
            this.upwards = upwards;
            Node<K, V> node = root;
            while (node != null) {
                boolean wanted = bound == null || upwards == (node.key.compareTo(bound) >= 0);
                if (wanted) {
                    waiting.push(node);
                }
                node = wanted == upwards ? node.left : node.right;
            }
        }

        @Override
        public boolean hasNext() {
            return !waiting.isEmpty();
        }

        @Override
        public Node<K, V> next() {
            if (waiting.isEmpty()) {
                throw new NoSuchElementException("behind the last key");
            }
            Node<K, V> found = waiting.pop();
            Node<K, V> node = upwards ? found.right : found.left;
            while (node != null) {
                waiting.push(node);
                node = upwards ? node.left : node.right;
            }
            return found;
        }
    }
}
