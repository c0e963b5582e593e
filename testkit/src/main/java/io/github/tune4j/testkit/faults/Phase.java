package io.github.tune4j.testkit.faults;

/** The phases of a customization job. */
public enum Phase {
    VALIDATION,
    DATA_PROCESSING,
    TRAINING
}
