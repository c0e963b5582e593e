package io.github.tune4j.testkit.bedrock;

import io.github.tune4j.testkit.clock.VirtualClock;
import io.github.tune4j.testkit.standin.LocalModel;
import io.github.tune4j.testkit.standin.Trained;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The stand-ins that were tuned. After a restart a model is trained again when it is first asked. Thread-safe. */
final class TunedModels {
    private static final String KEY = "lessons ";

    private final Map<String, LocalModel> models = new ConcurrentHashMap<>();
    private final Shelf shelf;
    private final VirtualClock clock;

    TunedModels(Shelf shelf, VirtualClock clock) {
        this.shelf = shelf;
        this.clock = clock;
    }

    /** Trains from lessons. */
    Trained learn(Lessons lessons) {
        return lessons.learn(lessons.startsFrom().isEmpty() ? LocalModel.untuned() : of(lessons.startsFrom()));
    }

    void keep(String arn, Lessons lessons, LocalModel model) {
        models.put(arn, model);
        shelf.save(KEY + arn, lessons.toJson(), clock.now());
    }

    /** The stand-in of a custom model. */
    LocalModel of(String arn) {
        LocalModel known = models.get(arn);
        if (known != null) {
            return known;
        }
        LocalModel again = learn(Lessons.read(shelf.found(KEY).get(KEY + arn))).model();
        models.put(arn, again);
        return again;
    }

    void clear() {
        models.clear();
    }
}
