package io.github.tune4j.testkit.standin;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Text that matches a plain regular expression: letters, classes, groups, alternatives, repetitions. Each choice is the first possible, each repetition the
 * shortest that is not empty.
 */
final class PatternSample {
    private static final int LONGEST_PATTERN = 1000;
    private static final int LONGEST = 10_000;

    private final String pattern;
    private int at;

    private PatternSample(String pattern) {
        this.pattern = pattern;
    }

    /** A text; empty when the pattern is none or very long. */
    static Optional<String> of(String pattern) {
        try {
            Pattern.compile(pattern);
            return pattern.length() > LONGEST_PATTERN
                    ? Optional.empty()
                    : Optional.of(new PatternSample(pattern).alternatives());
        } catch (PatternSyntaxException e) {
            // A schema is its writer's: one that asks for the impossible gets any text.
            return Optional.empty();
        }
    }

    private boolean more() {
        return at < pattern.length();
    }

    private boolean takes(char c) {
        if (more() && pattern.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private String alternatives() {
        String first = sequence();
        while (takes('|')) {
            sequence();
        }
        return first;
    }

    private String sequence() {
        StringBuilder text = new StringBuilder();
        while (more() && pattern.charAt(at) != '|' && pattern.charAt(at) != ')') {
            String piece = piece();
            int most = LONGEST / Math.max(1, piece.length());
            text.append(piece.repeat(Math.min(times(), most)));
        }
        return text.toString();
    }

    private String piece() {
        char c = pattern.charAt(at++);
        return switch (c) {
            case '^', '$' -> "";
            case '.' -> "a";
            case '(' -> group();
            case '[' -> charClass();
            case '\\' -> escaped();
            default -> String.valueOf(c);
        };
    }

    private String group() {
        if (takes('?')) {
            boolean counts = takes(':');
            if (!counts) {
                // Something that looks ahead, or names its group.
                boolean named = takes('<') && more() && Character.isLetter(pattern.charAt(at));
                at = named ? pattern.indexOf('>', at) + 1 : at + 1;
                counts = named;
            }
            String inner = alternatives();
            takes(')');
            return counts ? inner : "";
        }
        String inner = alternatives();
        takes(')');
        return inner;
    }

    private String escaped() {
        if (!more()) {
            return "";
        }
        char c = pattern.charAt(at++);
        return switch (c) {
            case 'd' -> "1";
            case 'w' -> "a";
            case 's' -> " ";
            case 'D', 'S' -> "a";
            case 'W' -> " ";
            case 'b', 'B', 'A', 'Z', 'z' -> "";
            case 'n' -> "\n";
            case 't' -> "\t";
            default -> String.valueOf(c);
        };
    }

    private String charClass() {
        boolean not = takes('^');
        int begin = at;
        String first = "";
        while (more() && (pattern.charAt(at) != ']' || at == begin)) {
            String member = pattern.charAt(at) == '\\' ? skipAndEscape() : String.valueOf(pattern.charAt(at++));
            first = first.isEmpty() ? member : first;
        }
        String members = pattern.substring(begin, Math.min(at, pattern.length()));
        takes(']');
        return not ? outside(members) : first;
    }

    private String skipAndEscape() {
        at++;
        return escaped();
    }

    private static String outside(String members) {
        return "aA1_ -"
                .chars()
                .mapToObj(Character::toString)
                .filter(c -> !c.matches("[" + members + "]"))
                .findFirst()
                .orElse("~");
    }

    private int times() {
        if (takes('?')) {
            return 0;
        }
        if (takes('*') || takes('+')) {
            takes('?');
            return 1;
        }
        int end = more() && pattern.charAt(at) == '{' ? pattern.indexOf('}', at) : -1;
        if (end < 0 || !pattern.substring(at, end + 1).matches("\\{\\d{1,4}(,\\d{0,4})?\\}")) {
            return 1;
        }
        String[] bounds = pattern.substring(at + 1, end).split(",", 2);
        at = end + 1;
        takes('?');
        int least = Integer.parseInt(bounds[0]);
        boolean mayBeOne = bounds.length == 1 || bounds[1].isEmpty() || Integer.parseInt(bounds[1]) > 0;
        return least == 0 && mayBeOne && bounds.length > 1 ? 1 : least;
    }
}
