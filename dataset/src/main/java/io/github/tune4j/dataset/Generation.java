package io.github.tune4j.dataset;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import io.github.tune4j.chat.ChatReply;
import io.github.tune4j.chat.ChatRequest;
import io.github.tune4j.chat.Message;
import io.github.tune4j.chat.ModelCallException;
import io.github.tune4j.json.Json;
import io.github.tune4j.json.JsonFields;
import io.github.tune4j.json.JsonLines;
import io.github.tune4j.json.PrivateFiles;
import io.github.tune4j.run.Progress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of a generator: rounds of calls, each call showing one excerpt and asking for its share of what is missing,
 * until there are enough pairs.
 */
final class Generation {
    private static final int MOST_PAIRS_A_CALL = 32;
    private static final int MOST_KNOWN_QUESTIONS_SHOWN = 200;
    private static final int FRUITLESS_ROUNDS = 3;

    private final DatasetGenerator.Settings settings;
    private final Path file;
    private final String promptSha256;
    private final List<QaPair> pairs = new ArrayList<>();
    private final DistinctQuestions distinct = new DistinctQuestions();
    private int mostPairsACall = MOST_PAIRS_A_CALL;
    private @Nullable ModelCallException lastFailure;

    /** So many pairs from one excerpt. */
    private record Order(Excerpt excerpt, int count) {}

    Generation(DatasetGenerator.Settings settings, Path file) {
        this.settings = settings;
        this.file = file;
        this.promptSha256 = settings.prompt().sha256();
        settings.avoid().forEach(known -> distinct.add(known.question()));
    }

    List<QaPair> generate(List<Path> documents) {
        if (documents.isEmpty()) {
            throw InvalidInputException.of("There is no document.", "give at least one.");
        }
        Path part = PrivateFiles.partOf(file);
        if (Files.exists(file)) {
            QaPair.read(file).forEach(this::takeKnown);
        }
        boolean finished = Files.exists(file) && !Files.exists(part);
        if (finished && pairs.size() == settings.count()) {
            return List.copyOf(pairs);
        }
        JsonLines lines = JsonLines.open(part);
        for (JsonFields line : lines.found()) {
            takeKnown(QaPair.of(line));
        }
        if (pairs.size() > settings.count()) {
            throw InvalidInputException.of(
                    file + " has " + pairs.size() + " pairs, and " + settings.count() + " are asked for.",
                    "ask for at least as many, or use another file.");
        }
        List<Excerpt> excerpts =
                documents.stream().flatMap(d -> Excerpt.of(d).stream()).toList();
        try (Progress.Meter meter = settings.crew().meter("pairs", settings.count())) {
            meter.add(pairs.size());
            draw(excerpts, lines, meter);
        }
        ArrayNode array = Json.array();
        pairs.forEach(pair -> array.add(pair.node()));
        PrivateFiles.write(file, Json.indented(array));
        PrivateFiles.delete(part);
        return List.copyOf(pairs);
    }

    private void takeKnown(QaPair pair) {
        if (pairs.stream().noneMatch(p -> p.question().equals(pair.question()))) {
            distinct.add(pair.question());
            pairs.add(pair);
        }
    }

    private void draw(List<Excerpt> excerpts, JsonLines lines, Progress.Meter meter) {
        int fruitless = 0;
        for (int round = 0; pairs.size() < settings.count(); round++) {
            int before = pairs.size();
            int most = mostPairsACall;
            lastFailure = null;
            List<Order> orders = orders(excerpts, settings.count() - before, round);
            settings.crew().each(orders, file.toString(), order -> ask(order, lines, meter));
            fruitless = pairs.size() > before || mostPairsACall < most ? 0 : fruitless + 1;
            if (fruitless == FRUITLESS_ROUNDS) {
                throw notEnough();
            }
        }
    }

    private TuneException notEnough() {
        if (lastFailure != null) {
            return lastFailure;
        }
        return new TuneException(
                "The documents gave " + pairs.size() + " distinct pairs, and " + settings.count() + " are asked for.",
                "give more material, ask for fewer, or run again; what is there is kept in " + PrivateFiles.partOf(file)
                        + ".",
                null);
    }

    /**
     * Spreads the pairs over the excerpts by their length. With fewer pairs than excerpts, they go to excerpts at equal
     * distances, beginning at another one in each round.
     */
    private List<Order> orders(List<Excerpt> excerpts, int missing, int round) {
        Map<Integer, Integer> counts = new HashMap<>();
        long total = excerpts.stream().mapToLong(Excerpt::length).sum();
        for (int pair = 0; pair < missing; pair++) {
            double position = (pair + 0.5) / missing + round * 0.381966;
            long character = (long) ((position - Math.floor(position)) * total);
            counts.merge(at(excerpts, character), 1, Integer::sum);
        }
        List<Order> orders = new ArrayList<>();
        for (int i = 0; i < excerpts.size(); i++) {
            int count = Math.min(mostPairsACall, counts.getOrDefault(i, 0));
            if (count > 0) {
                orders.add(new Order(excerpts.get(i), count));
            }
        }
        return orders;
    }

    private static int at(List<Excerpt> excerpts, long character) {
        long end = 0;
        for (int i = 0; i < excerpts.size(); i++) {
            end += excerpts.get(i).length();
            if (character < end) {
                return i;
            }
        }
        return excerpts.size() - 1;
    }

    private void ask(Order order, JsonLines lines, Progress.Meter meter) {
        try {
            ChatReply reply = settings.model().chat(request(order));
            take(order, PairReply.read(reply), lines, meter);
        } catch (ModelCallException e) {
            synchronized (this) {
                lastFailure = e;
            }
            if (!e.retryable()) {
                throw e;
            }
        }
    }

    private ChatRequest request(Order order) {
        Map<String, String> places = new HashMap<>(settings.places());
        places.put("count", Integer.toString(order.count()));
        places.put("known", known());
        return ChatRequest.builder(Message.user(
                        settings.prompt().filled(places), order.excerpt().attachment()))
                .options(settings.options())
                .answerSchema(PairReply.schema(order.count()))
                .build();
    }

    private synchronized String known() {
        List<String> questions = new ArrayList<>();
        settings.avoid().forEach(pair -> questions.add(pair.question()));
        pairs.forEach(pair -> questions.add(pair.question()));
        if (questions.isEmpty()) {
            return "";
        }
        List<String> last =
                questions.subList(Math.max(0, questions.size() - MOST_KNOWN_QUESTIONS_SHOWN), questions.size());
        return "\n- " + String.join("\n- ", last);
    }

    private synchronized void take(Order order, List<PairReply.Pair> found, JsonLines lines, Progress.Meter meter) {
        if (found.isEmpty()) {
            // Nothing whole came back: perhaps the answer was cut off, so ask for less at a time.
            mostPairsACall = Math.max(1, Math.min(mostPairsACall, order.count()) / 2);
        }
        int taken = 0;
        for (PairReply.Pair pair : found) {
            boolean wanted = taken < order.count() && pairs.size() < settings.count();
            if (wanted && distinct.add(pair.question())) {
                Excerpt excerpt = order.excerpt();
                QaPair.Source source = new QaPair.Source(excerpt.document(), excerpt.place(), promptSha256);
                QaPair made = new QaPair(pair.question(), pair.answer(), source);
                lines.add(made.node());
                pairs.add(made);
                taken++;
                meter.add(1);
            }
        }
    }
}
