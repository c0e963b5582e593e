package io.github.tune4j.evaluation.judge;

import io.github.tune4j.evaluation.judge.Judge.Outcome;
import io.github.tune4j.evaluation.judge.Judge.Reading;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads as LangChain's score parser does: the first pair of double brackets, and nothing but 1 to 10 in it. */
final class StrictReader {
    private static final Pattern BRACKETS = Pattern.compile("\\[\\[([^\\n]*?)]]");
    private static final Pattern RATING = Pattern.compile("[1-9]|10");

    private StrictReader() {}

    static Reading read(String reply) {
        Matcher brackets = BRACKETS.matcher(reply);
        return brackets.find() && RATING.matcher(brackets.group(1)).matches()
                ? new Reading(Outcome.SCORED, Double.parseDouble(brackets.group(1)))
                : Reading.UNREADABLE;
    }
}
