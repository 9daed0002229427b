package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.ledger.store.VisitRows;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.Hash;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.util.stream.IntStream;

/**
 * The fold digest: the sum mod 2²⁵⁶ of the hashes of all visits, so that one visit more or less is
 * one addition, in any order. One thread at a time.
 */
public final class DigestSum {
    private static final byte NOTHING = 0;
    private static final byte TEXT = 1;
    private static final byte WHOLE = 2;
    private static final byte FRACTION = 3;
    private static final byte BYTES = 4;

    /** Of the fields of a visit, those that all centrals have in common. */
    private static final int[] SHARED =
            IntStream.range(0, VisitRows.FIELDS.size())
                    .filter(i -> !VisitRows.LOCAL.contains(VisitRows.FIELDS.get(i)))
                    .toArray();

    private final ZoneId zone;
    private long a;
    private long b;
    private long c;
    private long d;

    /**
     * @param zone the site's; a booth that is set to another one shows other times, and its digest
     *     is another one too
     * @param start the sum of what is there already; all zeros for nothing
     */
    public DigestSum(ZoneId zone, Hash start) {
        this.zone = zone;
        this.a = start.a();
        this.b = start.b();
        this.c = start.c();
        this.d = start.d();
    }

    public void add(VisitStore.StoredVisit visit) {
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

    void subtract(VisitStore.StoredVisit visit) {
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

    /** The hash of a visit and of how far from UTC its times are shown, without what is local. */
    private Hash hash(VisitStore.StoredVisit visit) {
        var sha = new Sha256();
        @Nullable Object[] fields = VisitRows.fields(visit.visit(), visit.entryT());
        for (int field : SHARED) {
            put(sha, fields[field]);
        }
        Instant entered = visit.visit().entry().at();
        return sha.put((long) zone.getRules().getOffset(entered).getTotalSeconds()).done();
    }

    private static void put(Sha256 sha, @Nullable Object value) {
        switch (value) {
            case null -> sha.put(NOTHING);
            case String text -> sha.put(TEXT).put(text);
            case Integer number -> sha.put(WHOLE).put((long) number);
            case Long number -> sha.put(WHOLE).put((long) number);
            case byte[] bytes -> sha.put(BYTES).put((long) bytes.length).put(bytes);
            case Double number -> sha.put(FRACTION).put(Double.doubleToLongBits(number));
            default -> throw new IllegalArgumentException("no digest of " + value.getClass());
        }
    }
}
