package io.github.tune4j;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings or a file that cannot be used as given: every problem at once, each by its setter's name or its place in
 * the file.
 */
public final class InvalidInputException extends TuneException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    private InvalidInputException(List<String> problems, String remedy, @Nullable Throwable cause) {
        super(String.join("; ", problems) + (problems.get(0).endsWith(".") ? "" : "."), remedy, cause);
        this.problems = List.copyOf(problems);
    }

    /**
     * One problem with its cure.
     *
     * @param problem what is wrong with which value
     * @param remedy what follows "To fix:"
     * @return the exception, to be thrown by the caller
     */
    public static InvalidInputException of(String problem, String remedy) {
        return new InvalidInputException(List.of(problem), remedy, null);
    }

    /**
     * One problem with its cure and its cause.
     *
     * @param problem what is wrong with which value
     * @param remedy what follows "To fix:"
     * @param cause what lies behind it
     * @return the exception, to be thrown by the caller
     */
    public static InvalidInputException of(String problem, String remedy, Throwable cause) {
        return new InvalidInputException(List.of(problem), remedy, cause);
    }

    /**
     * Several problems that share a cure.
     *
     * @param problems what is wrong, at least one
     * @param remedy what follows "To fix:"
     * @return the exception, to be thrown by the caller
     */
    public static InvalidInputException of(List<String> problems, String remedy) {
        return new InvalidInputException(problems, remedy, null);
    }

    /**
     * Checks an object against its Jakarta Validation constraints and reports all violations together. For builders:
     * the draft that holds the settings carries the constraints, its fields are named like the setters, and its
     * package is open to {@code org.hibernate.validator}.
     *
     * @param settings the object with constraints
     * @throws InvalidInputException if any constraint is violated
     */
    public static void check(Object settings) {
        List<String> violations = Constraints.violationsOf(settings);
        if (!violations.isEmpty()) {
            throw of(violations, "correct the named settings.");
        }
    }

    /**
     * Every problem, in a stable order.
     *
     * @return at least one sentence
     */
    public List<String> problems() {
        return problems;
    }
}
