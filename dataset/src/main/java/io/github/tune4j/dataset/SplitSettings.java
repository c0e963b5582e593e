package io.github.tune4j.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a split was asked for.
 *
 * @param kind null: not stratified by a key
 * @param topics empty: not stratified by topic
 */
record SplitSettings(
        long seed, Share validation, Share test, @Nullable KeyPath kind, List<String> topics, boolean keepsTogether) {

    /** A number of records, or a share of them. */
    record Share(int records, double fraction) {
        static Share of(int records) {
            return new Share(records, 0);
        }

        static Share of(double fraction) {
            return new Share(0, fraction);
        }

        int outOf(int all) {
            return fraction > 0 ? (int) Math.max(1, Math.round(all * fraction)) : records;
        }
    }
}
