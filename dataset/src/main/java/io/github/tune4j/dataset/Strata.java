package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.text.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Of which kind each record is: by a key, by topic, or all of one. */
final class Strata {
    private final @Nullable KeyPath key;
    private final List<Topic> topics;
    private final Map<String, Integer> numberOf = new HashMap<>();
    private int[] numbers = new int[16];
    private int records;

    Strata(@Nullable KeyPath key, List<String> topics) {
        this.key = key;
        this.topics = topics.stream().map(Topic::of).toList();
    }

    void add(JsonFields record, RecordTexts texts) {
        if (records == numbers.length) {
            numbers = Arrays.copyOf(numbers, records * 2);
        }
        numbers[records++] = numberOf.computeIfAbsent(kind(record, texts), kind -> numberOf.size());
    }

    private String kind(JsonFields record, RecordTexts texts) {
        if (key != null) {
            JsonNode value = key.find(record.node());
            return value.isMissingNode() ? "" : value.toString();
        }
        for (Topic topic : topics) {
            if (topic.mentions(texts.question(), texts.questionForm()) > 0) {
                return topic.name();
            }
        }
        for (Topic topic : topics) {
            if (topic.mentions(texts.answer(), texts.answerForm()) > 0) {
                return topic.name();
            }
        }
        return "";
    }

    /** For each record the number of its kind, counted from 0. */
    int[] numbers() {
        return Arrays.copyOf(numbers, records);
    }
}
