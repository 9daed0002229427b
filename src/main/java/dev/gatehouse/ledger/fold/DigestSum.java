package dev.gatehouse.ledger.fold;

import dev.gatehouse.ledger.hash.Sha256;
import dev.gatehouse.ledger.store.VisitRows;
import dev.gatehouse.ledger.store.VisitStore;
import dev.gatehouse.model.Hash;
import dev.gatehouse.model.Visit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;

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

    /** What a visit has more once it ended. */
    private static final int EXIT_FIELDS = 11;

    private final ZoneRules offsets;
    private final Sha256 sha = new Sha256();
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
        this.offsets = zone.getRules();
        this.a = start.a();
        this.b = start.b();
        this.c = start.c();
        this.d = start.d();
    }

    public void add(VisitStore.StoredVisit visit) {
        add(hash(visit));
    }

    /** Adds what other visits come to. */
    public void add(DigestSum other) {
        add(other.value());
    }

    private void add(Hash hash) {
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

    /**
     * The hash of a visit and of how far from UTC its times are shown, without what is local: its
     * {@link VisitRows#FIELDS} in their order, each behind a byte that says of what sort it is.
     */
    private Hash hash(VisitStore.StoredVisit stored) {
        Visit visit = stored.visit();
        Visit.Departure exit = visit.exit();
        String plate = visit.plate().canonical();
        String view = visit.plate().view();
        text(visit.eventId());
        text(visit.sourceCentral().value());
        text(visit.edgeId());
        text(plate);
        text(view.equals(plate) ? null : view);
        whole(stored.entryT());
        whole(visit.entry().at().toEpochMilli());
        reading(visit.entry());
        whole(visit.confirmed() ? 1 : 0);
        whole(visit.readings());
        if (exit == null) {
            for (int i = 0; i < EXIT_FIELDS; i++) {
                sha.put(NOTHING);
            }
        } else {
            whole(exit.passage().at().toEpochMilli());
            text(exit.central().value());
            text(exit.edgeId());
            reading(exit.passage());
            whole(exit.seconds());
            whole(exit.feeDong());
        }
        whole(VisitRows.marks(visit));
        whole(VisitRows.review(visit));
        return sha.put((long) offsets.getOffset(visit.entry().at()).getTotalSeconds()).done();
    }

    /** Where and how a plate was read, from the camera's number to the picture. */
    private void reading(Visit.Passage passage) {
        Integer camera = passage.cameraId();
        if (camera == null) {
            sha.put(NOTHING);
        } else {
            whole(camera);
        }
        text(passage.cameraName());
        Double confidence = passage.confidence();
        if (confidence == null) {
            sha.put(NOTHING);
        } else {
            sha.put(FRACTION).put(Double.doubleToLongBits(confidence));
        }
        text(passage.source());
        Instant seen = passage.seenAt();
        if (seen == null) {
            sha.put(NOTHING);
        } else {
            whole(seen.toEpochMilli());
        }
        Hash picture = passage.picture();
        if (picture == null) {
            sha.put(NOTHING);
        } else {
            sha.put(BYTES).put((long) Hash.BYTES).put(picture);
        }
    }

    private void text(@Nullable String value) {
        if (value == null) {
            sha.put(NOTHING);
        } else {
            sha.put(TEXT).put(value);
        }
    }

    private void whole(long value) {
        sha.put(WHOLE).put(value);
    }
}
