package io.github.tune4j.crash;

import java.util.regex.Pattern;

/**
 * A place in a life where it calls AWS: a call of another operation or resource than the one before. A run of equal calls, as
 * of polls, is one place.
 *
 * @param index from 0
 * @param operation as AWS spells it
 * @param call the operation with what it is about
 */
public record Position(int index, String operation, String call) {
    private static final Pattern CREATES_OR_DELETES =
            Pattern.compile("(Create|PutObject|PutRolePolicy|Upload|Complete|Copy|Delete|Abort|Stop).*");

    /** Whether the call brings something about, or ends it. */
    public boolean createsOrDeletes() {
        return CREATES_OR_DELETES.matcher(operation).matches();
    }

    /** When, at a position, the program is killed. */
    public enum Moment {
        /** The call has not taken effect, and never will. */
        BEFORE_THE_CALL,
        /** The call has taken effect, and its answer never leaves. */
        AFTER_ITS_EFFECT,
        /** The answer has come, and the program has not seen it. */
        BEFORE_ITS_ANSWER_IS_SEEN
    }
}
