package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.model.ModelCatalog;
import io.github.tune4j.testkit.clock.VirtualClock;
import io.github.tune4j.testkit.faults.Faults;
import io.github.tune4j.testkit.money.Consumption;
import io.github.tune4j.testkit.rest.RestJsonService;
import io.github.tune4j.testkit.runtime.ModelCalls;
import io.github.tune4j.testkit.runtime.Models;
import io.github.tune4j.testkit.wire.Service;
import java.util.ArrayList;
import java.util.List;

/** Bedrock's control plane. Thread-safe. */
public final class Bedrock implements AutoCloseable {
    private final Registry registry;
    private final Shelf shelf;
    private final Timeline timeline;
    private final TrainingRuns runs;
    private final TunedModels tuned;
    private final Usage usage;
    private final Quota quota;
    private final ServedModels served;
    private final Service service;

    /**
     * A control plane that goes on with what lay on the shelf.
     *
     * @param account the account's number
     * @param shelf where it keeps what must outlive the process
     * @param clock the time it lives in
     * @param faults what goes wrong on purpose
     * @param surroundings the other services
     * @param calls how batch jobs have their records answered
     * @param grantedUnits how many model units of throughput there may be at once in a region
     */
    public Bedrock(
            String account,
            Shelf shelf,
            VirtualClock clock,
            Faults faults,
            Surroundings surroundings,
            ModelCalls calls,
            int grantedUnits) {
        this.shelf = shelf;
        this.registry = new Registry(account, clock, shelf);
        this.timeline = new Timeline(clock, registry);
        this.tuned = new TunedModels(shelf, clock);
        this.usage = new Usage(shelf, clock);
        this.quota = new Quota(grantedUnits);

        Admission admission = new Admission(registry, surroundings.roles(), faults);
        Foundations foundations = new Foundations(ModelCatalog.bundled(), clock, faults);
        JobStorage storage = new JobStorage(surroundings);
        this.runs = new TrainingRuns(storage, foundations, tuned);
        CustomModels models = new CustomModels(registry, tuned);
        CustomizationWalk walk = new CustomizationWalk(timeline, faults, runs, new MetricsFiles(storage), models);
        this.served = new ServedModels(registry, foundations, tuned, usage, new CallLimits(faults, clock));
        BatchFiles files = new BatchFiles(storage, served, calls);
        Routes routes = new Routes(
                registry,
                new CustomizationJobs(registry, admission, foundations, surroundings.keys(), walk),
                models,
                new Throughputs(registry, admission, foundations, timeline, quota),
                new Deployments(registry, admission, foundations, timeline),
                new BatchJobs(registry, admission, served, timeline, files),
                new FoundationModels(foundations),
                new Tags(registry));
        this.service = new RestJsonService(call -> call.scope().service().equals("bedrock"), routes.all());
        timeline.resume();
    }

    /** The service that answers what is signed for Bedrock and is not the runtime's. */
    public Service service() {
        return service;
    }

    /** What can be called. */
    public Models models() {
        return served;
    }

    /** Grants so many model units of throughput at once in a region. */
    public void grant(int units) {
        quota.grant(units);
    }

    /** How many model units are granted. */
    public int granted() {
        return quota.granted();
    }

    /** All that AWS would bill. */
    public List<Consumption> consumed() {
        List<Consumption> consumed = new ArrayList<>();
        synchronized (registry) {
            registry.all().stream().flatMap(Metering::of).forEach(consumed::add);
        }
        consumed.addAll(usage.all());
        return consumed;
    }

    /** Forgets everything. The clock's work must be forgotten before. */
    public void reset() {
        synchronized (registry) {
            timeline.clear();
            registry.clear();
            tuned.clear();
            usage.clear();
            shelf.clear();
        }
    }

    @Override
    public void close() {
        runs.close();
        shelf.close();
    }
}
