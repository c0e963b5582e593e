package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.run.TimeSource;
import io.github.tune4j.testkit.clock.VirtualClock;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What becomes of resources by themselves. The next step of each is written down with it, so that it is taken even when
 * the process was killed in between.
 */
final class Timeline {
    private static final String NEXT = "next";

    private final VirtualClock clock;
    private final Registry registry;
    private final Map<String, Step> steps = new HashMap<>();
    private final Map<Kind, Failure> failures = new EnumMap<>(Kind.class);
    private final Map<String, TimeSource.Timer> timers = new HashMap<>();

    /** Something that happens to a resource at a time. */
    @FunctionalInterface
    interface Step {
        /**
         * Does what takes long, without the lock.
         *
         * @param resource a copy
         * @param at when it happens
         * @return takes effect on the resource itself, under the lock; not called when that has gone another way meanwhile
         * @throws JobFailure if it is the end of the job
         */
        Consumer<Resource> prepare(Resource resource, Instant at) throws JobFailure;
    }

    /** How a job ends that failed. */
    @FunctionalInterface
    interface Failure {
        /** Takes effect, under the lock. */
        void end(Resource job, String message, Instant at);
    }

    Timeline(VirtualClock clock, Registry registry) {
        this.clock = clock;
        this.registry = registry;
    }

    /** The present moment. */
    Instant now() {
        return clock.now();
    }

    /** Says what a step is. Each must be known before the first is planned. */
    void define(Kind kind, String name, Step step) {
        steps.put(kind + " " + name, step);
    }

    /** Says what happens when a step of a kind of job fails. */
    void defineFailure(Kind kind, Failure failure) {
        failures.put(kind, failure);
    }

    /** Plans a resource's next step, in place of any that was planned. */
    void plan(Resource resource, String step, Instant at) {
        cancel(resource);
        resource.local().putObject(NEXT).put("step", step).put("at", at.toString());
        start(resource, step, at);
    }

    /** Nothing more happens to a resource by itself. */
    void cancel(Resource resource) {
        TimeSource.Timer timer = timers.remove(resource.arn());
        if (timer != null) {
            timer.cancel();
        }
        resource.local().remove(NEXT);
    }

    /** Takes up what was planned when the process ended. */
    void resume() {
        for (Resource resource : registry.all()) {
            JsonNode next = resource.local().path(NEXT);
            if (next.isObject()) {
                start(
                        resource,
                        next.path("step").asText(),
                        Instant.parse(next.path("at").asText()));
            }
        }
    }

    void clear() {
        timers.clear();
    }

    private void start(Resource resource, String step, Instant at) {
        timers.put(resource.arn(), clock.work(at, () -> take(resource, step, at)));
    }

    private void take(Resource resource, String name, Instant at) {
        Step step = steps.get(resource.kind() + " " + name);
        JsonNode planned;
        Resource copy;
        synchronized (registry) {
            planned = resource.local().path(NEXT);
            copy = resource.snapshot();
        }
        Consumer<Resource> effect = effect(step, copy, at);
        synchronized (registry) {
            if (planned.isObject() && resource.local().path(NEXT) == planned) {
                timers.remove(resource.arn());
                resource.local().remove(NEXT);
                registry.together(() -> {
                    effect.accept(resource);
                    registry.save(resource);
                });
            }
        }
    }

    private Consumer<Resource> effect(Step step, Resource copy, Instant at) {
        try {
            return step.prepare(copy, at);
        } catch (JobFailure e) {
            return job -> failures.get(job.kind()).end(job, e.getMessage(), at);
        }
    }
}
