package dev.gatehouse.api;

import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.SiteOutcome;
import dev.gatehouse.port.NodePort;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Fees, staff and passes: whoever puts one gives all centrals the whole of it. */
final class SiteRoutes {
    private static final String FEES = "fees";
    private static final String STAFF = "staff";
    private static final String PASSES = "subscriptions";

    private static final BigDecimal MINUTES = BigDecimal.valueOf(60);

    /** A week: more is no free time but no fee. */
    private static final BigDecimal MOST_FREE_HOURS = BigDecimal.valueOf(168);

    /** Đồng of an hour: hundreds of times the dearest. */
    private static final long MOST_PER_HOUR = 100_000_000;

    /** The ledger's numbers end here; an id of the original is small, or a time in ms. */
    private static final long MOST_ID = 1_000_000_000_000_000L;

    private final NodePort node;
    private final BodyReader reader;
    private final Answers answers;

    SiteRoutes(NodePort node, BodyReader reader, Answers answers) {
        this.node = node;
        this.reader = reader;
        this.answers = answers;
    }

    void install(RoutesConfig routes) {
        routes.get("/api/parking/fees", this::fees);
        routes.put("/api/parking/fees", this::putFees);
        routes.get("/api/staff", this::staff);
        routes.put("/api/staff", this::putStaff);
        routes.get("/api/subscriptions", this::passes);
        routes.put("/api/subscriptions", this::putPasses);
    }

    private void fees(Context ctx) {
        FeeRules rules = node.site().fees();
        ctx.json(
                new FeesAnswerJson(
                        true,
                        new FeesJson(rules.freeMinutes() / 60.0, rules.dongPerHour()),
                        node.site().feesAreShared() ? "ledger" : "config"));
    }

    private void putFees(Context ctx) {
        Body fees = reader.read(ctx, Set.of(FEES)).object(FEES);
        String hours = "hours from 0 to 168 that make whole minutes, such as 0.5";
        BigDecimal free = fees.number("fee_base", hours);
        if (free.signum() < 0 || free.compareTo(MOST_FREE_HOURS) > 0 || free.scale() > 30) {
            throw fees.badField("fee_base", free.toString(), hours);
        }
        BigDecimal minutes = free.multiply(MINUTES).stripTrailingZeros();
        if (minutes.scale() > 0) {
            throw fees.badField("fee_base", free.toString(), hours);
        }
        answer(
                ctx,
                node.site()
                        .setFees(
                                new FeeRules(
                                        minutes.intValueExact(),
                                        fees.whole("fee_per_hour", 0, MOST_PER_HOUR))));
    }

    private void staff(Context ctx) {
        List<Fact.Member> members = node.site().staff();
        ctx.json(new StaffAnswerJson(true, members, "ledger"));
    }

    private void putStaff(Context ctx) {
        var ids = new HashSet<Long>();
        var members = new ArrayList<Fact.Member>();
        for (Body one : reader.read(ctx, Set.of(STAFF)).objects(STAFF)) {
            members.add(
                    new Fact.Member(
                            id(one, ids),
                            one.text("name"),
                            one.optionalText("position"),
                            one.optionalTextOrNumber("phone"),
                            one.optionalText("shift"),
                            one.optionalText("status")));
        }
        answer(ctx, node.site().setStaff(List.copyOf(members)));
    }

    private void passes(Context ctx) {
        ctx.json(new PassesAnswerJson(true, node.site().passes(), "ledger"));
    }

    private void putPasses(Context ctx) {
        var ids = new HashSet<Long>();
        var passes = new ArrayList<Fact.Pass>();
        for (Body one : reader.read(ctx, Set.of(PASSES)).objects(PASSES)) {
            passes.add(
                    new Fact.Pass(
                            id(one, ids),
                            one.text("plate_number"),
                            one.optionalText("owner_name"),
                            one.optionalText("type"),
                            one.optionalText("status"),
                            date(one, "start_date"),
                            date(one, "end_date"),
                            one.optionalTextOrNumber("phone"),
                            one.optionalRemark("note")));
        }
        answer(ctx, node.site().setPasses(List.copyOf(passes)));
    }

    private static long id(Body one, Set<Long> ids) {
        long id = one.whole("id", 0, MOST_ID);
        if (!ids.add(id)) {
            throw one.badField("id", "" + id, "an id that no other of the list has");
        }
        return id;
    }

    private static @Nullable String date(Body one, String field) {
        String text = one.optionalText(field);
        if (text == null) {
            return null;
        }
        try {
            return LocalDate.parse(text).toString();
        } catch (DateTimeParseException e) {
            throw one.badField(field, text, "a day such as 2026-12-31");
        }
    }

    private void answer(Context ctx, CompletableFuture<SiteOutcome> outcome) {
        switch (answers.await(outcome)) {
            case SiteOutcome.Done _ -> ctx.json(new DoneJson(true));
            case SiteOutcome.Refused(String field, String why) ->
                    throw new Problem(400, "BAD_FIELD", field + ": " + why);
            case SiteOutcome.Unavailable(String why) -> throw new Problem(503, "UNAVAILABLE", why);
        }
    }

    private record DoneJson(boolean success) {}

    /** {@code fee_base} in hours, {@code fee_per_hour} in đồng. */
    private record FeesJson(double feeBase, long feePerHour) {}

    /** {@code source} is {@code config} until somebody puts fees. */
    private record FeesAnswerJson(boolean success, FeesJson fees, String source) {}

    private record StaffAnswerJson(boolean success, List<Fact.Member> staff, String source) {}

    private record PassesAnswerJson(
            boolean success, List<Fact.Pass> subscriptions, String source) {}
}
