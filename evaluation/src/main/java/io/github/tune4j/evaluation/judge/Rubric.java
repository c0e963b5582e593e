package io.github.tune4j.evaluation.judge;

import io.github.tune4j.InvalidInputException;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a judge looks at, on which scale, in which language: one of fourteen by name, or one's own. Immutable.
 *
 * <p>The fourteen: conciseness, relevance, correctness, coherence, harmfulness, maliciousness, helpfulness,
 * controversiality, misogyny, criminality, insensitivity, depth, creativity, detail. A high score is always good.
 */
public final class Rubric {
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.JAPANESE);

    /** Whether what the answer says is true and exact. */
    public static final Rubric CORRECTNESS = named("correctness");

    /** Whether the answer helps the one who asked. */
    public static final Rubric HELPFULNESS = named("helpfulness");

    /** Whether the answer comes to the point. */
    public static final Rubric CONCISENESS = named("conciseness");

    private final String name;
    private final String description;
    private final int lowest;
    private final int highest;
    private final SortedMap<Integer, String> anchors;
    private final Locale language;
    private final boolean several;

    private Rubric(
            String name,
            String description,
            int lowest,
            int highest,
            SortedMap<Integer, String> anchors,
            Locale language,
            boolean several) {
        this.name = name;
        this.description = description;
        this.lowest = lowest;
        this.highest = highest;
        this.anchors = anchors;
        this.language = language;
        this.several = several;
    }

    /**
     * One of the fourteen, in English, on a scale of 1 to 10.
     *
     * @param name its name
     * @return the rubric
     * @throws InvalidInputException if the name is none of them
     */
    public static Rubric named(String name) {
        return new Rubric(name, described(name, Locale.ENGLISH), 1, 10, new TreeMap<>(), Locale.ENGLISH, false);
    }

    /**
     * Several criteria under one score, as LangChain takes a list of them. Scale and language are those of the first.
     *
     * @param rubrics two or more, in the order in which the judge reads them
     * @return the rubric, called by all names with a hyphen between
     * @throws InvalidInputException if there are fewer than two, a name stands twice, or their scales or languages differ
     */
    public static Rubric together(Rubric... rubrics) {
        List<Rubric> all = List.of(rubrics);
        if (all.size() < 2
                || all.stream().map(Rubric::name).distinct().count() < all.size()
                || all.stream()
                                .map(r -> List.of(r.lowest, r.highest, r.language))
                                .distinct()
                                .count()
                        > 1) {
            throw InvalidInputException.of(
                    "The rubrics " + all.stream().map(Rubric::name).toList() + " cannot be one.",
                    "give two or more with different names, the same scale and the same language.");
        }
        SortedMap<Integer, String> anchors = new TreeMap<>();
        all.forEach(rubric -> rubric.anchors.forEach(
                (score, meaning) -> anchors.merge(score, meaning, (one, other) -> one + " " + other)));
        return new Rubric(
                all.stream().map(Rubric::name).collect(Collectors.joining("-")),
                all.stream().map(Rubric::line).collect(Collectors.joining("\n")),
                all.get(0).lowest,
                all.get(0).highest,
                anchors,
                all.get(0).language,
                true);
    }

    /** The criterion with its name, or several, a line each. */
    String line() {
        return several ? description : name + ": " + description;
    }

    /**
     * Begins a rubric of one's own, in English and on a scale of 1 to 10 unless set otherwise.
     *
     * @param name what its score is called
     * @return a builder
     */
    public static Builder builder(String name) {
        return new Builder(name);
    }

    /**
     * The same rubric for a judge that is asked in another language. One of the fourteen brings its description in that
     * language; a description of one's own stays as it is, and so do those of several together.
     *
     * @param language English or Japanese
     * @return the rubric
     * @throws InvalidInputException if it is another language
     */
    public Rubric language(Locale language) {
        Locale supported = supported(language);
        Properties known = descriptions(this.language);
        return new Rubric(
                name,
                description.equals(known.getProperty(name)) ? described(name, supported) : description,
                lowest,
                highest,
                anchors,
                supported,
                several);
    }

    /**
     * What the score is called.
     *
     * @return the name
     */
    public String name() {
        return name;
    }

    /**
     * What the judge is asked to look at.
     *
     * @return the description, as it stands in the prompt
     */
    public String description() {
        return description;
    }

    /**
     * The worst score.
     *
     * @return the lower end of the scale
     */
    public int lowest() {
        return lowest;
    }

    /**
     * The best score.
     *
     * @return the upper end of the scale
     */
    public int highest() {
        return highest;
    }

    /**
     * Everything that tells this rubric from others.
     *
     * @return 64 hexadecimal digits
     */
    public String sha256() {
        return ContentHash.of(name, description, lowest + "-" + highest, anchors.toString(), language.getLanguage());
    }

    SortedMap<Integer, String> anchors() {
        return anchors;
    }

    Locale language() {
        return language;
    }

    private static String described(String name, Locale language) {
        String description = descriptions(language).getProperty(name);
        if (description == null) {
            throw InvalidInputException.of(
                    "There is no rubric called " + name + ".",
                    "take one of "
                            + String.join(
                                    ", ",
                                    descriptions(language).stringPropertyNames().stream()
                                            .sorted()
                                            .toList())
                            + ", or describe your own with Rubric.builder(name).");
        }
        return description;
    }

    private static Properties descriptions(Locale language) {
        Properties descriptions = new Properties();
        try {
            descriptions.load(
                    new StringReader(PromptTexts.resource("rubrics-v1." + language.getLanguage() + ".properties")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return descriptions;
    }

    private static Locale supported(Locale language) {
        return LANGUAGES.stream()
                .filter(l -> l.getLanguage().equals(language.getLanguage()))
                .findFirst()
                .orElseThrow(() -> InvalidInputException.of(
                        "A judge cannot be asked in " + language.getDisplayLanguage(Locale.ENGLISH) + ".",
                        "use Locale.ENGLISH or Locale.JAPANESE; the answers may be in any language."));
    }

    /** Collects a rubric. Not thread-safe. */
    public static final class Builder {
        @NotBlank
        private final String name;

        @NotBlank
        private @Nullable String description;

        private int lowest = 1;
        private int highest = 10;
        private final SortedMap<Integer, String> anchors = new TreeMap<>();
        private Locale language = Locale.ENGLISH;

        private Builder(String name) {
            this.name = name;
        }

        /**
         * Sets what the judge is to look at.
         *
         * @param text one or a few sentences, in the language of the rubric
         * @return this builder
         */
        public Builder description(String text) {
            this.description = text;
            return this;
        }

        /**
         * Sets the scale.
         *
         * @param lowest the worst score
         * @param highest the best score, above the worst
         * @return this builder
         */
        public Builder scale(int lowest, int highest) {
            this.lowest = lowest;
            this.highest = highest;
            return this;
        }

        /**
         * Says what a score stands for.
         *
         * @param score a score on the scale
         * @param meaning what an answer with this score is like
         * @return this builder
         */
        public Builder anchor(int score, String meaning) {
            anchors.put(score, meaning);
            return this;
        }

        /**
         * Sets the language in which the judge is asked.
         *
         * @param language English or Japanese
         * @return this builder
         */
        public Builder language(Locale language) {
            this.language = language;
            return this;
        }

        /**
         * Ends the rubric.
         *
         * @return the rubric
         * @throws InvalidInputException if the description is missing, the scale is upside down, an anchor lies off it,
         *     or the language is neither English nor Japanese
         */
        public Rubric build() {
            InvalidInputException.check(this);
            return new Rubric(
                    name,
                    description == null ? "" : description,
                    lowest,
                    highest,
                    new TreeMap<>(anchors),
                    supported(language),
                    false);
        }

        @AssertTrue(message = "must rise from the worst to the best score, and hold every anchor")
        private boolean isScale() {
            return lowest < highest
                    && (anchors.isEmpty() || anchors.firstKey() >= lowest && anchors.lastKey() <= highest);
        }
    }
}
