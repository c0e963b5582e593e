package io.github.tune4j.aws.internal;

import io.github.tune4j.TuneException;
import io.github.tune4j.model.BaseModel;
import io.github.tune4j.model.Lifecycle;
import io.github.tune4j.run.ReportSection.Severity;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.bedrock.model.FoundationModelDetails;
import software.amazon.awssdk.services.bedrock.model.ResourceNotFoundException;
import software.amazon.awssdk.services.bedrock.model.ValidationException;

/**
 * Says whether something new may still be made of a base model: by the status that AWS tells now, and by the catalogue's
 * dates where AWS may not be asked.
 */
public final class LifecycleGuard {
    private final Connection connection;
    private final LocalDate today;

    public LifecycleGuard(Connection connection) {
        this.connection = connection;
        this.today = LocalDate.ofInstant(connection.time().now(), ZoneOffset.UTC);
    }

    /** What somebody wants to make. */
    public enum Purpose {
        /** A tuning job. */
        JOB("tuning job"),
        /** Throughput for a tuned model. */
        THROUGHPUT("provisioned throughput"),
        /** A deployment of a tuned model; of one that was tuned in time it is possible to the end. */
        DEPLOYMENT("on-demand deployment");

        private final String words;

        Purpose(String words) {
            this.words = words;
        }
    }

    /**
     * What is known of a model now.
     *
     * @param status what may be done with it
     * @param asked whether AWS answered; otherwise the catalogue did
     * @param tunableHere whether AWS lists it for tuning in the session's region; the catalogue's word where AWS was not asked
     */
    public record Sight(Lifecycle.Status status, boolean asked, boolean tunableHere) {}

    /**
     * What follows for a purpose.
     *
     * @param severity ERROR when AWS would refuse
     * @param problem a sentence
     * @param remedy what to do; empty when all is well
     */
    public record Verdict(Severity severity, String problem, String remedy) {}

    /** Looks a model up. */
    public Sight look(BaseModel model) {
        try {
            Optional<FoundationModelDetails> tunable = details(model.tuningId());
            Optional<FoundationModelDetails> any = tunable.isPresent() ? tunable : details(model.id());
            Lifecycle.Status status = any.map(found -> status(found, model))
                    .orElseGet(() -> model.lifecycle().statusOn(today) == Lifecycle.Status.ENDED
                            ? Lifecycle.Status.ENDED
                            : Lifecycle.Status.UNKNOWN);
            return new Sight(status, true, tunable.isPresent());
        } catch (AbortedException e) {
            throw connection.failure("GetFoundationModel", e);
        } catch (SdkException e) {
            return new Sight(
                    model.lifecycle().statusOn(today),
                    false,
                    model.regions().contains(connection.region().id()));
        }
    }

    private Optional<FoundationModelDetails> details(String id) {
        try {
            return Optional.of(connection
                    .clients()
                    .bedrock()
                    .getFoundationModel(m -> m.modelIdentifier(id))
                    .modelDetails());
        } catch (ResourceNotFoundException | ValidationException e) {
            return Optional.empty();
        }
    }

    private Lifecycle.Status status(FoundationModelDetails found, BaseModel model) {
        String told =
                found.modelLifecycle() == null ? "" : found.modelLifecycle().statusAsString();
        return switch (told) {
            case "ACTIVE" -> Lifecycle.Status.ACTIVE;
            case "LEGACY" -> Lifecycle.Status.LEGACY;
            default -> model.lifecycle().statusOn(today);
        };
    }

    /** Judges what somebody wants to make of a model. */
    public Verdict judge(BaseModel model, Purpose purpose) {
        return judge(model, purpose, look(model));
    }

    /** Judges by what was seen before. */
    public Verdict judge(BaseModel model, Purpose purpose, Sight sight) {
        Lifecycle dates = model.lifecycle();
        return switch (sight.status()) {
            case ENDED ->
                new Verdict(
                        Severity.ERROR,
                        model.title() + " has ended on Bedrock" + on(dates.endOfLife()) + ", so a new " + purpose.words
                                + " is refused.",
                        instead(model));
            case LEGACY ->
                purpose == Purpose.DEPLOYMENT
                        ? living(model, sight)
                        : new Verdict(
                                Severity.ERROR,
                                model.title() + " is Legacy" + since(dates.legacy()) + ", so a new " + purpose.words
                                        + " is refused; what was made before lives" + until(dates.endOfLife()) + ".",
                                instead(model));
            case ACTIVE -> living(model, sight);
            case UNKNOWN ->
                new Verdict(
                        Severity.WARNING,
                        "Whether " + model.title() + " is still alive is not known.",
                        "look at the model's life cycle in the Bedrock console, or give its dates with ModelCatalog.read.");
        };
    }

    /**
     * Stops what AWS would refuse.
     *
     * @throws TuneException if nothing new may be made of the model for that purpose
     */
    public void mustAllow(BaseModel model, Purpose purpose) {
        Verdict verdict = judge(model, purpose);
        if (verdict.severity() == Severity.ERROR) {
            throw new TuneException(verdict.problem(), verdict.remedy(), null);
        }
    }

    private Verdict living(BaseModel model, Sight sight) {
        LocalDate end = model.lifecycle().endOfLife();
        String source = sight.asked() ? "by AWS's own word" : "by the catalogue of " + model.asOf();
        if (end == null) {
            return new Verdict(Severity.OK, model.title() + " is active " + source + "; no end is announced", "");
        }
        long days = ChronoUnit.DAYS.between(today, end);
        LocalDate legacy = model.lifecycle().legacy();
        return new Verdict(
                Severity.WARNING,
                model.title() + " is " + (sight.status() == Lifecycle.Status.LEGACY ? "Legacy " : "active ") + source
                        + ", but ends on " + end + ": a model tuned now lives "
                        + (days > 0
                                ? "for " + days + " days at most"
                                : "no longer than that, and by this machine's clock that day has passed")
                        + (legacy != null && today.isBefore(legacy)
                                ? ", and gets no new throughput from " + legacy + " on"
                                : "")
                        + ".",
                "plan its successor: " + instead(model));
    }

    private String instead(BaseModel model) {
        return nearest(model)
                .map(near -> "tune " + near.title() + " (" + near.name() + ") in "
                        + String.join(" or ", near.regions())
                        + (sameFormat(near, model)
                                ? "; the data can stay as it is."
                                : ", with the data converted by DatasetConverter.builder().target(DatasetFormat."
                                        + near.limits().format() + ")."))
                .orElse(
                        "choose another model, and add it with ModelCatalog.read: the catalogue knows none that lives.");
    }

    /** The living model that comes nearest: by the catalogue's word, then of the same provider, format and region. */
    public Optional<BaseModel> nearest(BaseModel model) {
        return connection.models().all().stream()
                .filter(BaseModel::tunable)
                .filter(other -> !other.name().equals(model.name()))
                .filter(other -> other.lifecycle().statusOn(today) == Lifecycle.Status.ACTIVE)
                .min(Comparator.comparingInt((BaseModel other) -> rank(model, other))
                        .thenComparing(other -> other.provider().equals(model.provider()) ? 0 : 1)
                        .thenComparing(other -> sameFormat(other, model) ? 0 : 1)
                        .thenComparing(other ->
                                other.regions().contains(connection.region().id()) ? 0 : 1));
    }

    private static int rank(BaseModel model, BaseModel other) {
        int place = model.successors().indexOf(other.name());
        return place < 0 ? Integer.MAX_VALUE : place;
    }

    private static boolean sameFormat(BaseModel one, BaseModel other) {
        return one.limits().format() == other.limits().format();
    }

    private static String on(@Nullable LocalDate day) {
        return day == null ? "" : " on " + day;
    }

    private static String since(@Nullable LocalDate day) {
        return day == null ? "" : " since " + day;
    }

    private static String until(@Nullable LocalDate day) {
        return day == null ? " on for now" : " until " + day;
    }
}
