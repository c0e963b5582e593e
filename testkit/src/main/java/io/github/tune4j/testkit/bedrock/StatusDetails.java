package io.github.tune4j.testkit.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.tune4j.testkit.faults.Phase;
import java.time.Instant;
import java.util.Map;

/** The phases of a customization job as its owner sees them. */
final class StatusDetails {
    private static final Map<Phase, String> MEMBERS = Map.of(
            Phase.VALIDATION, "validationDetails",
            Phase.DATA_PROCESSING, "dataProcessingDetails",
            Phase.TRAINING, "trainingDetails");

    private StatusDetails() {}

    /** A job whose phases are all to come. */
    static void begin(Resource job, Instant now) {
        ObjectNode details = job.answer().putObject("statusDetails");
        for (Phase phase : Phase.values()) {
            details.putObject(MEMBERS.get(phase))
                    .put("status", "NotStarted")
                    .put("creationTime", now.toString())
                    .put("lastModifiedTime", now.toString());
        }
    }

    /** Changes a phase. */
    static void set(Resource job, Phase phase, String status, Instant now) {
        ObjectNode details = of(job, phase);
        if (details.path("status").asText().equals("NotStarted")) {
            details.put("creationTime", now.toString());
        }
        details.put("status", status).put("lastModifiedTime", now.toString());
        job.answer().put("lastModifiedTime", now.toString());
    }

    /** Changes the phase that is under way, and the job with it. */
    static void setCurrent(Resource job, String status, Instant now) {
        for (Phase phase : Phase.values()) {
            String is = of(job, phase).path("status").asText();
            if (is.equals("InProgress") || is.equals("Stopping")) {
                set(job, phase, status, now);
            }
        }
        job.status(status);
        job.answer().put("lastModifiedTime", now.toString());
    }

    private static ObjectNode of(Resource job, Phase phase) {
        return (ObjectNode) job.answer().path("statusDetails").path(MEMBERS.get(phase));
    }
}
