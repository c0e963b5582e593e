package io.github.tune4j.serving;

/** When waiting for a model to come into service is over. */
final class Serving {
    private Serving() {}

    /**
     * Whether it answers.
     *
     * @throws ServingFailedException if it never will
     */
    static boolean inService(ServingSnapshot snapshot) {
        return switch (snapshot.state()) {
            case IN_SERVICE, UPDATING -> true;
            case FAILED, GONE -> throw new ServingFailedException(snapshot);
            case CREATING, UNKNOWN -> false;
        };
    }
}
