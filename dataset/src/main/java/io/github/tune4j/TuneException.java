package io.github.tune4j;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Something this library was asked for could not be done: what is wrong with which value, and what to do about it.
 *
 * <p>The one root of all exceptions of this library, unchecked. A subclass exists only where a caller would act
 * differently. The message reads {@code problem To fix: remedy (docs/troubleshooting.md#anchor)}; the anchor is the
 * type's name in lower case with hyphens and never changes.
 */
public class TuneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient String problem;
    private final transient String remedy;

    /**
     * An exception with its cure.
     *
     * @param problem what is wrong, with the value, as one sentence
     * @param remedy what follows "To fix:", as one sentence
     * @param cause what lies behind it, kept as it is
     */
    public TuneException(String problem, String remedy, @Nullable Throwable cause) {
        super(problem, cause);
        this.problem = Objects.requireNonNull(problem, "problem");
        this.remedy = Objects.requireNonNull(remedy, "remedy");
    }

    /**
     * What is wrong, without the cure.
     *
     * @return one sentence
     */
    public final String problem() {
        return problem;
    }

    /**
     * What to do about it: the part that follows "To fix:" in the message.
     *
     * @return one sentence
     */
    public final String remedy() {
        return remedy;
    }

    /**
     * The place in {@code docs/troubleshooting.md} that explains this kind of failure.
     *
     * @return the anchor without its hash sign, for example {@code invalid-dataset}
     */
    public final String anchor() {
        String name = getClass().getSimpleName().replaceFirst("Exception$", "");
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }

    @Override
    public String getMessage() {
        return problem + " To fix: " + remedy + " (docs/troubleshooting.md#" + anchor() + ")";
    }
}
