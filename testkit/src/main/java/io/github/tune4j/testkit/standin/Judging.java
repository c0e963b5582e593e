package io.github.tune4j.testkit.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Judges by a stated rule that looks at the request alone: the overlap of an answer with its reference; where there is no
 * reference but a source, how much of the answer stands in the source; of two answers, which is nearer.
 */
final class Judging {
    /** Up to this overlap an answer is as bad as can be: texts that have nothing to do with each other share a word by chance. */
    private static final double UNRELATED = 0.1;

    /** From this worth on a verdict of yes or no is yes. */
    private static final double RIGHT = 0.5;

    private static final Set<String> YES = Set.of(
            "correct",
            "right",
            "true",
            "yes",
            "y",
            "pass",
            "passed",
            "good",
            "excellent",
            "best",
            "high",
            "accept",
            "accepted",
            "grounded",
            "正しい",
            "正解",
            "はい",
            "合格",
            "可",
            "優");
    private static final List<Set<String>> PLACES = List.of(
            Set.of("first", "a", "1", "one", "left", "一つ目", "最初"),
            Set.of("second", "b", "2", "two", "right", "二つ目", "次"));
    private static final Set<String> TIE =
            Set.of("tie", "draw", "equal", "same", "both", "neither", "none", "c", "引き分け", "同等");

    private final VerdictForm form;
    private final boolean japanese;
    private final List<Overlap> overlaps;
    private final boolean grounded;

    private Judging(VerdictForm form, boolean japanese, List<Overlap> overlaps, boolean grounded) {
        this.form = form;
        this.japanese = japanese;
        this.overlaps = overlaps;
        this.grounded = grounded;
    }

    /** The judging of a prompt that asks for a verdict on a marked answer; empty when it does not. */
    static Optional<Judging> of(Prompt prompt) {
        Sections sections = Sections.of(prompt.system() + "\n" + prompt.question());
        VerdictForm form = new VerdictForm(sections.outside());
        List<Sections.Section> answers = inOrder(sections.all(Sections.Kind.ANSWER));
        List<Sections.Section> references = sections.all(Sections.Kind.REFERENCE);
        boolean asked = prompt.tool() == null
                ? form.isShown()
                : wantsVerdict(prompt.tool().schema());
        if (!asked || answers.isEmpty() && references.isEmpty()) {
            return Optional.empty();
        }
        boolean grounded = references.isEmpty();
        String measure =
                grounded ? Material.of(prompt).document() : references.get(0).text();
        List<Overlap> overlaps = new ArrayList<>();
        if (!measure.isBlank()) {
            answers.forEach(answer -> overlaps.add(Overlap.of(answer.text(), measure)));
        }
        boolean japanese = Subject.japanese(sections.outside());
        return Optional.of(new Judging(form, japanese, overlaps, grounded));
    }

    private static boolean wantsVerdict(JsonNode schema) {
        for (String name : (Iterable<String>) schema.path("properties")::fieldNames) {
            String type = schema.path("properties").path(name).path("type").asText();
            if (VerdictForm.names(name) && !type.equals("object") && !type.equals("array")) {
                return true;
            }
        }
        return false;
    }

    private static List<Sections.Section> inOrder(List<Sections.Section> answers) {
        boolean swapped = answers.size() > 1
                && place(answers.get(0).name()) == 1
                && place(answers.get(1).name()) == 0;
        return swapped ? List.of(answers.get(1), answers.get(0)) : answers;
    }

    /** Whether a name is that of the first (0) or second (1) of two; -1 when of neither. */
    private static int place(String name) {
        List<String> words = List.of(name.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"));
        for (int place = 0; place < PLACES.size(); place++) {
            if (words.stream().anyMatch(PLACES.get(place)::contains)) {
                return place;
            }
        }
        return -1;
    }

    /** Whether the request marks all that a verdict takes. */
    boolean able() {
        return !overlaps.isEmpty();
    }

    /** The verdict in words, in the form that the request shows; where it cannot be given, that it cannot. */
    String words() {
        return able() ? form.word(reason(), this::choose) : reason();
    }

    /** What the verdict rests on. */
    String reason() {
        if (!able()) {
            return japanese
                    ? "判定できません。依頼の中に、参照と回答の両方が示されていません。"
                    : "I cannot judge this: the request does not mark both a reference and an answer.";
        }
        StringBuilder reason = new StringBuilder();
        for (Overlap overlap : overlaps) {
            reason.append(reason.isEmpty() || japanese ? "" : " ")
                    .append((japanese
                                    ? "回答の%d語と%sの%d語のうち、%d語が一致します（一致度%.2f）。"
                                    : "Of the answer's %d words and the %s's %d, %d are the same (overlap %.2f).")
                            .formatted(
                                    overlap.answer(),
                                    japanese ? grounded ? "資料" : "参照" : grounded ? "source" : "reference",
                                    overlap.reference(),
                                    overlap.same(),
                                    measure(overlap)));
        }
        return reason.toString();
    }

    /** The verdict that a schema's number, choice or flag wants; empty for a schema of another kind. */
    Optional<JsonNode> value(JsonNode schema) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (schema.path("enum").isArray()) {
            List<String> options = new ArrayList<>();
            schema.path("enum").forEach(option -> options.add(option.asText()));
            int chosen = options.indexOf(choose(options));
            return Optional.of(schema.path("enum").get(chosen));
        }
        int[] scale = form.scale();
        double low = schema.path("minimum").asDouble(scale[0]);
        double high = schema.path("maximum").asDouble(Math.max(low, scale[1]));
        double number = low + worth(0) * (high - low);
        return switch (schema.path("type").asText()) {
            case "integer" -> Optional.of(json.numberNode(Math.round(number)));
            case "number" -> Optional.of(json.numberNode(Math.round(number * 1000) / 1000.0));
            case "boolean" -> Optional.of(json.booleanNode(worth(0) >= RIGHT));
            default -> Optional.empty();
        };
    }

    private String choose(List<String> options) {
        if (overlaps.size() > 1 && options.stream().anyMatch(option -> place(option) >= 0)) {
            return better(options);
        }
        if (options.isEmpty()) {
            int[] scale = form.scale();
            return String.valueOf(scale[0] + Math.round(worth(0) * (scale[1] - scale[0])));
        }
        boolean bestFirst = YES.contains(options.get(0).toLowerCase(Locale.ROOT));
        int rank = options.size() == 2 ? worth(0) >= RIGHT ? 1 : 0 : (int) Math.round(worth(0) * (options.size() - 1));
        return options.get(bestFirst ? options.size() - 1 - rank : rank);
    }

    private String better(List<String> options) {
        double difference = worth(0) - worth(1);
        Optional<String> tie = options.stream()
                .filter(option -> TIE.contains(option.toLowerCase(Locale.ROOT)))
                .findFirst();
        if (difference == 0 && tie.isPresent()) {
            return tie.get();
        }
        int place = difference >= 0 ? 0 : 1;
        return options.stream()
                .filter(option -> place(option) == place)
                .findFirst()
                .orElse(options.get(0));
    }

    private double worth(int answer) {
        double measure = measure(overlaps.get(answer));
        return Math.min(1, Math.max(0, (measure - UNRELATED) / (1 - UNRELATED)));
    }

    private double measure(Overlap overlap) {
        return grounded ? overlap.precision() : overlap.f1();
    }
}
