package io.github.tune4j.dataset.validation;

/**
 * Something that a rule says of a place.
 *
 * @param line from 1 within what was checked; 0: the file as a whole
 * @param column in characters from 1; 0: the pointer says where
 * @param pointer a JSON pointer into the record; empty: the record as a whole
 * @param excerpt what stands there; empty when there is nothing to show
 */
record Finding(Rule rule, long line, long column, String pointer, String excerpt, String problem) {
    Finding movedBy(long lines) {
        return line == 0 ? this : new Finding(rule, line + lines, column, pointer, excerpt, problem);
    }
}
