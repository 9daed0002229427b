package dev.gatehouse.api;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.gatehouse.api.Operation.Field;
import dev.gatehouse.model.Fact;
import dev.gatehouse.model.FeeRules;
import dev.gatehouse.model.SiteOutcome;
import dev.gatehouse.port.NodePort;

import io.javalin.http.Context;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Fees, staff and passes: whoever puts one gives all centrals the whole of it. */
final class SiteRoutes {
    private static final String FEES = "fees";
    private static final String CAP_PER_DAY = "fee_cap_per_day";
    private static final String SAME_STAY_MINUTES = "same_stay_minutes";
    private static final String STAFF = "staff";
    private static final String PASSES = "subscriptions";

    private static final String A_DAY = "a day such as 2026-12-31";

    /** No visit begins later: the ledger's clock has values for some 4,000 years. */
    private static final LocalDate LAST_DAY = LocalDate.of(2999, 12, 31);

    private static final BigDecimal MINUTES = BigDecimal.valueOf(60);

    /** A week: more is no free time but no fee. */
    private static final BigDecimal MOST_FREE_HOURS = BigDecimal.valueOf(168);

    /** Đồng of an hour or a day: hundreds of times the dearest. */
    private static final long MOST_DONG = 100_000_000;

    /** A day: who comes again later does not come again at once. */
    private static final long MOST_SAME_STAY_MINUTES = 1_440;

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

    void install(Operations routes) {
        routes.get("/api/parking/fees", "What a stay costs", this::fees)
                .answers(FeesAnswerJson.class);
        routes.put("/api/parking/fees", "Sets that, at all booths", this::putFees)
                .body(
                        "{\"fees\":{\"fee_base\":0.5,\"fee_per_hour\":25000}}",
                        Field.object(
                                FEES,
                                Field.needs("fee_base", Operation.Kind.NUMBER),
                                Field.needs("fee_per_hour", Operation.Kind.WHOLE),
                                Field.may(CAP_PER_DAY, Operation.Kind.WHOLE),
                                Field.may(SAME_STAY_MINUTES, Operation.Kind.WHOLE)))
                .answers(DoneJson.class);
        routes.get(
                        "/api/parking/history/free_again",
                        "Visits of a day that shared the free minutes of the stay before",
                        this::freeAgain)
                .needs("day", Operation.Kind.TEXT, "2026-12-31")
                .answers(FreeAgainJson.class);
        routes.get("/api/staff", "Who works here", this::staff).answers(StaffAnswerJson.class);
        routes.put("/api/staff", "Replaces that list, at all booths", this::putStaff)
                .body(
                        "{\"staff\":[{\"id\":1,\"name\":\"Lan\"}]}",
                        Field.objects(
                                STAFF,
                                Field.needs("id", Operation.Kind.WHOLE),
                                Field.needs("name", Operation.Kind.TEXT),
                                Field.may("position", Operation.Kind.TEXT),
                                Field.may("phone", Operation.Kind.TEXT, Operation.Kind.NUMBER),
                                Field.may("shift", Operation.Kind.TEXT),
                                Field.may("status", Operation.Kind.TEXT)))
                .answers(DoneJson.class);
        routes.get("/api/subscriptions", "The passes", this::passes)
                .answers(PassesAnswerJson.class);
        routes.put("/api/subscriptions", "Replaces that list, at all booths", this::putPasses)
                .body(
                        "{\"subscriptions\":[{\"id\":1,\"plate_number\":\"30A12345\"}]}",
                        Field.objects(
                                PASSES,
                                Field.needs("id", Operation.Kind.WHOLE),
                                Field.needs("plate_number", Operation.Kind.TEXT),
                                Field.may("owner_name", Operation.Kind.TEXT),
                                Field.may("type", Operation.Kind.TEXT),
                                Field.may("status", Operation.Kind.TEXT),
                                Field.may("start_date", Operation.Kind.TEXT),
                                Field.may("end_date", Operation.Kind.TEXT),
                                Field.may("phone", Operation.Kind.TEXT, Operation.Kind.NUMBER),
                                Field.may("note", Operation.Kind.TEXT)))
                .answers(DoneJson.class);
    }

    private void fees(Context ctx) {
        FeeRules rules = node.site().fees();
        ctx.json(
                new FeesAnswerJson(
                        true,
                        FeesJson.of(rules),
                        node.site().feesAreShared() ? "ledger" : "config"));
    }

    /** What a body does not name of the limits stays: programs of the original know none. */
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
        FeeRules now = node.site().fees();
        var rules =
                new FeeRules(
                        minutes.intValueExact(),
                        fees.whole("fee_per_hour", 0, MOST_DONG),
                        fees.whole(CAP_PER_DAY, 0, MOST_DONG, now.capDong()),
                        (int)
                                fees.whole(
                                        SAME_STAY_MINUTES,
                                        0,
                                        MOST_SAME_STAY_MINUTES,
                                        now.sameStayMinutes()));
        answer(ctx, node.site().setFees(rules));
    }

    private void freeAgain(Context ctx) {
        ZoneId zone = node.info().zone();
        String text = new Query(ctx).text("day");
        if (text == null) {
            throw Problem.missingField("day", A_DAY);
        }
        LocalDate day = day(text);
        List<RowJson> rows =
                node.site().sharedFreeMinutes(day).stream()
                        .map(visit -> RowJson.of(visit, zone))
                        .toList();
        ctx.json(new FreeAgainJson(true, day.toString(), rows.size(), rows));
    }

    private static LocalDate day(String text) {
        LocalDate day = dayOf(text);
        if (day == null || day.isBefore(LocalDate.EPOCH) || day.isAfter(LAST_DAY)) {
            throw Problem.badField("day", text, A_DAY);
        }
        return day;
    }

    /** A day of a year of four digits, null where it is none. */
    private static @Nullable LocalDate dayOf(String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            return day.getYear() > 0 && day.getYear() < 10_000 ? day : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private void staff(Context ctx) {
        List<Fact.Member> members = node.site().staff();
        ctx.json(new StaffAnswerJson(true, members, "ledger"));
    }

    private void putStaff(Context ctx) {
        var ids = new HashSet<Long>();
        List<Fact.Member> members =
                reader.readList(
                        ctx,
                        STAFF,
                        one ->
                                new Fact.Member(
                                        id(one, ids),
                                        one.text("name"),
                                        one.optionalText("position"),
                                        one.optionalTextOrNumber("phone"),
                                        one.optionalText("shift"),
                                        one.optionalText("status")));
        answer(ctx, node.site().setStaff(members));
    }

    private void passes(Context ctx) {
        ctx.json(new PassesAnswerJson(true, node.site().passes(), "ledger"));
    }

    private void putPasses(Context ctx) {
        var ids = new HashSet<Long>();
        List<Fact.Pass> passes =
                reader.readList(
                        ctx,
                        PASSES,
                        one ->
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
        answer(ctx, node.site().setPasses(passes));
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
        LocalDate day = dayOf(text);
        if (day == null) {
            throw one.badField(field, text, A_DAY);
        }
        return day.toString();
    }

    private void answer(Context ctx, CompletableFuture<SiteOutcome> outcome) {
        switch (answers.await(outcome)) {
            case SiteOutcome.Done _ -> ctx.json(new DoneJson(true));
            case SiteOutcome.Refused(String field, String why) ->
                    throw new Problem(400, "BAD_FIELD", field + ": " + why);
            case SiteOutcome.Unavailable(String why) -> throw new Problem(503, "UNAVAILABLE", why);
        }
    }

    record DoneJson(boolean success) {}

    /**
     * {@code fee_base} in hours, {@code fee_per_hour} and {@code fee_cap_per_day} in đồng. The last
     * two are missing where they are 0, so that the answer is then the original's.
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FeesJson(
            double feeBase,
            long feePerHour,
            @Nullable Long feeCapPerDay,
            @Nullable Integer sameStayMinutes) {
        static FeesJson of(FeeRules rules) {
            return new FeesJson(
                    rules.freeMinutes() / 60.0,
                    rules.dongPerHour(),
                    rules.capDong() == 0 ? null : rules.capDong(),
                    rules.sameStayMinutes() == 0 ? null : rules.sameStayMinutes());
        }
    }

    /** {@code source} is {@code config} until somebody puts fees. */
    record FeesAnswerJson(boolean success, FeesJson fees, String source) {}

    /** {@code history} has the rows of the history, newest entry first. */
    record FreeAgainJson(boolean success, String day, int count, List<RowJson> history) {}

    record StaffAnswerJson(boolean success, List<Fact.Member> staff, String source) {}

    record PassesAnswerJson(boolean success, List<Fact.Pass> subscriptions, String source) {}
}
