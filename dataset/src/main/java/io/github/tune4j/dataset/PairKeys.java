package io.github.tune4j.dataset;

import org.jspecify.annotations.Nullable;

/** Under which keys a record of questions and answers keeps what. */
record PairKeys(
        KeyPath prompt, KeyPath completion, @Nullable KeyPath system) {
    static final PairKeys DEFAULT = new PairKeys(new KeyPath("question"), new KeyPath("answer"), null);
}
