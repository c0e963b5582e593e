package io.github.tune4j.crash;

/**
 * A program that is killed and run again: each run is a JVM of its own, with the same arguments and the same folder. It must
 * come to the same end wherever it was killed before. Has a constructor without parameters.
 */
@FunctionalInterface
public interface Life {
    /** Lives from the beginning to the end, or from wherever an earlier run came to. */
    void run(Child child) throws Exception;
}
