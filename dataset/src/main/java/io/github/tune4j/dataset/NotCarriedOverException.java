package io.github.tune4j.dataset;

/** A record says something for which the other format has no place. */
final class NotCarriedOverException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param what what has no place, to follow "the record has" */
    NotCarriedOverException(String what) {
        super(what);
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
