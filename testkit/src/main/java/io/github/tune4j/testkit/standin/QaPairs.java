package io.github.tune4j.testkit.standin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Draws questions and answers from a document: an answer is one of its sentences, the question asks for what it is about. */
final class QaPairs {
    private static final Pattern QUESTION_NAME = Pattern.compile("question|query|prompt|sentence1|input|質問|問い|設問|^q$");
    private static final Pattern ANSWER_NAME =
            Pattern.compile("answer|completion|response|sentence2|output|回答|答え|解答|^a$");
    private static final Pattern COUNT = Pattern.compile(
            "(\\d{1,3})\\s*(?:[\\p{L}-]+\\s+){0,4}?(?:questions?|pairs?|q&a|q/a|items?|examples?)\\b|(\\d{1,3})\\s*(?:個|組|問|件|対|つ|ペア)",
            Pattern.CASE_INSENSITIVE);
    private static final int DEFAULT_COUNT = 5;
    private static final int LONGEST_SUBJECT = 6;
    private static final Pattern VERB = Pattern.compile(
            "\\s(is|are|was|were|has|have|had|can|must|may|should|will|does|do|provides?|supports?|allows?|enables?|uses?|includes?|contains?|needs?|requires?|offers?|helps?|lets|keeps?|takes?|gives?|makes?|runs?|works?|begins?|ends?|lies|stands?|holds?)\\s");
    private static final Pattern TOPIC = Pattern.compile("^(.{2,40}?)(?:とは|は|が|では|には)");

    private QaPairs() {}

    /** A list of question and answer objects in a schema: where it is, and its names. */
    private record Place(String list, JsonNode schema, String question, String answer) {}

    /** The input of a tool whose schema has a list of questions and answers; empty when it has none or there is no document. */
    static Optional<JsonNode> of(JsonNode schema, Material material, SchemaFill rest) {
        return place(schema).filter(place -> !material.document().isBlank()).map(place -> {
            JsonNode filled = rest.fill(schema);
            ArrayNode pairs = JsonNodeFactory.instance.arrayNode();
            draw(material, count(place.schema(), material.request())).forEach((question, answer) -> {
                ObjectNode pair = (ObjectNode) rest.fill(place.schema().path("items"));
                pairs.add(pair.put(place.question(), question).put(place.answer(), answer));
            });
            return place.list().isEmpty() ? pairs : ((ObjectNode) filled).set(place.list(), pairs);
        });
    }

    private static Optional<Place> place(JsonNode schema) {
        if (schema.path("type").asText().equals("array")) {
            return names(schema, "");
        }
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            Optional<Place> place = names(property.getValue(), property.getKey());
            if (place.isPresent()) {
                return place;
            }
        }
        return Optional.empty();
    }

    private static Optional<Place> names(JsonNode list, String at) {
        String question = "";
        String answer = "";
        for (Map.Entry<String, JsonNode> property :
                list.path("items").path("properties").properties()) {
            String name = property.getKey().toLowerCase(Locale.ROOT);
            if (property.getValue().path("type").asText().equals("string")) {
                if (question.isEmpty() && QUESTION_NAME.matcher(name).find()) {
                    question = property.getKey();
                } else if (answer.isEmpty() && ANSWER_NAME.matcher(name).find()) {
                    answer = property.getKey();
                }
            }
        }
        return question.isEmpty() || answer.isEmpty()
                ? Optional.empty()
                : Optional.of(new Place(at, list, question, answer));
    }

    private static int count(JsonNode list, String request) {
        Matcher stated = COUNT.matcher(request);
        int count = list.path("minItems").asInt(DEFAULT_COUNT);
        if (stated.find()) {
            count = Integer.parseInt(stated.group(1) == null ? stated.group(2) : stated.group(1));
        }
        return Math.max(
                list.path("minItems").asInt(0),
                Math.min(count, list.path("maxItems").asInt(Integer.MAX_VALUE)));
    }

    /** As many pairs as asked for, spread over the whole document; none whose question the request holds already. */
    private static Map<String, String> draw(Material material, int count) {
        Map<String, String> possible = new LinkedHashMap<>();
        String known = String.join(" ", Words.of(material.request()));
        for (String sentence : Sentences.of(material.document())) {
            List<String> questions = questions(sentence);
            if (questions.stream().noneMatch(question -> known.contains(String.join(" ", Words.of(question))))) {
                questions.stream()
                        .filter(question -> !possible.containsKey(question))
                        .findFirst()
                        .ifPresent(question -> possible.put(question, sentence));
            }
        }
        List<String> questions = List.copyOf(possible.keySet());
        Map<String, String> pairs = new LinkedHashMap<>();
        long drawn = Math.min(count, questions.size());
        for (long i = 0; i < drawn; i++) {
            String question = questions.get((int) (i * questions.size() / drawn));
            pairs.put(question, possible.get(question));
        }
        return pairs;
    }

    /** What can be asked to have a sentence as the answer, the plainest first. */
    private static List<String> questions(String sentence) {
        if (Subject.japanese(sentence)) {
            Matcher topic = TOPIC.matcher(sentence);
            String plain = sentence.replaceAll("[。！？]$", "");
            return topic.find()
                    ? List.of(topic.group(1) + "について何が分かりますか？", "「" + plain + "」に当たる内容を説明してください。")
                    : List.of("「" + plain.substring(0, Math.min(20, plain.length())) + "」に続く内容は何ですか？");
        }
        List<String> questions = new ArrayList<>();
        Matcher verb = VERB.matcher(sentence);
        if (verb.find() && verb.start() >= 2) {
            String subject = lowerFirst(sentence.substring(0, verb.start()).strip());
            List<String> words = Words.of(subject);
            boolean named = words.size() <= LONGEST_SUBJECT
                    && !words.stream().allMatch(Words::isFunctionWord)
                    && subject.matches("[\\p{L}\\p{N} '’/.-]+");
            if (named && verb.group(1).matches("is|are|was|were")) {
                questions.add("What " + verb.group(1) + " " + subject + "?");
            } else if (named) {
                questions.add("What holds for " + subject + "?");
            }
        }
        List<String> content = Arrays.stream(sentence.split("[^\\p{L}\\p{N}'’-]+"))
                .filter(word -> !word.isEmpty() && !Words.of(word).stream().allMatch(Words::isFunctionWord))
                .toList();
        for (int words = Math.min(4, content.size()); words > 0 && words <= content.size(); words += 2) {
            questions.add("What is known about " + String.join(" ", content.subList(0, words)) + "?");
        }
        return questions;
    }

    /** Without the capital that only begins the sentence: kept where a name may begin it. */
    private static String lowerFirst(String subject) {
        String first = subject.split(" ", 2)[0];
        return Words.of(first).stream().allMatch(Words::isFunctionWord)
                ? first.toLowerCase(Locale.ROOT) + subject.substring(first.length())
                : subject;
    }
}
