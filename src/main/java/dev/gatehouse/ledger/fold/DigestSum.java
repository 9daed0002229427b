package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.ledger.store.HistoryRows;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.util.stream.IntStream;

/**
 * The fold digest: the sum mod 2²⁵⁶ of the hashes of all visits' rows, so that one row more or less
 * is one addition, in any order. One thread at a time.
 */
public final class DigestSum {
    private static final byte NOTHING = 0;
    private static final byte TEXT = 1;
    private static final byte WHOLE = 2;
    private static final byte FRACTION = 3;

    private static final int[] SHARED =
            IntStream.range(0, HistoryRows.HISTORY.size())
                    .filter(i -> !HistoryRows.LOCAL.contains(HistoryRows.HISTORY.get(i)))
                    .toArray();

    /** From here on the columns of {@code visit} say what {@code history} does not. */
    private static final int BESIDE = HistoryRows.VISIT.indexOf("entry_seen");

    private final HistoryRows rows;
    private long a;
    private long b;
    private long c;
    private long d;

    /**
     * @param start the sum of what is there already; all zeros for nothing
     */
    public DigestSum(HistoryRows rows, Hash start) {
        this.rows = rows;
        this.a = start.a();
        this.b = start.b();
        this.c = start.c();
        this.d = start.d();
    }

    public void add(Visit visit) {
        Hash hash = hash(visit);
        long sum = d + hash.d();
        long carry = carry(d, hash.d(), sum);
        d = sum;
        sum = c + hash.c() + carry;
        carry = carry(c, hash.c(), sum);
        c = sum;
        sum = b + hash.b() + carry;
        carry = carry(b, hash.b(), sum);
        b = sum;
        a += hash.a() + carry;
    }

    /** Out of the top bit, from the top bits of both and of their sum. */
    private static long carry(long one, long other, long sum) {
        return ((one & other) | ((one | other) & ~sum)) >>> 63;
    }

    void subtract(Visit visit) {
        Hash hash = hash(visit);
        long difference = d - hash.d();
        long borrow = borrow(d, hash.d(), difference);
        d = difference;
        difference = c - hash.c() - borrow;
        borrow = borrow(c, hash.c(), difference);
        c = difference;
        difference = b - hash.b() - borrow;
        borrow = borrow(b, hash.b(), difference);
        b = difference;
        a -= hash.a() + borrow;
    }

    private static long borrow(long one, long other, long difference) {
        return ((~one & other) | ((~one | other) & difference)) >>> 63;
    }

    public Hash value() {
        return new Hash(a, b, c, d);
    }

    /** Of both rows of a visit, without what is local to a central. */
    private Hash hash(Visit visit) {
        var sha = new Sha256();
        @Nullable Object[] history = rows.history(visit);
        for (int column : SHARED) {
            put(sha, history[column]);
        }
        @Nullable Object[] beside = HistoryRows.visit(visit, 0);
        for (int column = BESIDE; column < beside.length; column++) {
            put(sha, beside[column]);
        }
        return sha.done();
    }

    private static void put(Sha256 sha, @Nullable Object value) {
        switch (value) {
            case null -> sha.put(NOTHING);
            case String text -> sha.put(TEXT).put(text);
            case Integer number -> sha.put(WHOLE).put((long) number);
            case Long number -> sha.put(WHOLE).put((long) number);
            case Double number -> sha.put(FRACTION).put(Double.doubleToLongBits(number));
            default -> throw new IllegalArgumentException("no digest of " + value.getClass());
        }
    }
}
