package io.github.tune4j.testkit.bedrock;

/** How many model units of throughput the account may have at once in a region; AWS grants none unless asked. */
final class Quota {
    private volatile int granted;

    Quota(int granted) {
        this.granted = granted;
    }

    int granted() {
        return granted;
    }

    void grant(int units) {
        granted = units;
    }
}
