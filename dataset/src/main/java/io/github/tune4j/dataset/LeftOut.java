package io.github.tune4j.dataset;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Which keys were no part of a format and so were not carried over, and in how many records they stood. */
final class LeftOut {
    private static final int MOST = 100;

    private final Map<String, Long> records = new LinkedHashMap<>();

    void add(String key, long count) {
        boolean named = records.size() < MOST || records.containsKey(key);
        records.merge(named ? key : "(others)", count, Long::sum);
    }

    /** Tells whoever wants to know; otherwise it is logged, for no key is dropped in silence. */
    void tell(@Nullable ObjLongConsumer<? super String> told, String source) {
        if (told != null) {
            records.forEach(told::accept);
        } else if (!records.isEmpty()) {
            LoggerFactory.getLogger(DatasetConverter.class)
                    .warn("Keys of {} left out, with their number of records: {}", source, records);
        }
    }
}
