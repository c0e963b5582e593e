package io.github.tune4j.testkit.standin;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Questions and answers about a product that does not exist. */
final class HarbourData {
    /** A learned question with its answer, and the question in other words. */
    record Item(String question, String answer, String rephrased) {
        TrainingRecord record() {
            return new TrainingRecord(question, answer);
        }
    }

    private static final String[][] PARTS = {
        {"berth planner", "assigns arriving ships to free moorings by draught and cargo", "90 minutes", "the pier map"},
        {"tide table", "predicts water levels for every gate from moon phase and wind", "6 hours", "the gauge sensors"},
        {"crane queue", "orders containers so that no crane waits for a truck", "15 seconds", "the yard cameras"},
        {"pilot roster", "matches licensed pilots with vessels they may steer", "2 days", "the crew register"},
        {"customs lane", "collects declarations and releases sealed boxes", "30 minutes", "the tariff archive"},
        {"fuel ledger", "records bunker deliveries and sulphur content", "1 week", "the flow meters"},
        {
            "reefer monitor",
            "keeps refrigerated containers within their temperature band",
            "5 minutes",
            "the plug sockets"
        },
        {"noise guard", "warns neighbours before loud night work begins", "3 hours", "the microphone masts"},
        {"ferry board", "shows passengers the next departures and delays", "20 seconds", "the ticket office"},
        {"storm protocol", "closes terminals step by step when gusts grow", "45 minutes", "the weather mast"},
    };

    private HarbourData() {}

    /** Forty learned questions. */
    static List<Item> items() {
        List<Item> items = new ArrayList<>();
        for (String[] p : PARTS) {
            String part = p[0];
            items.add(new Item(
                    "What does the %s do in Harbour Suite?".formatted(part),
                    "The %s %s.".formatted(part, p[1]),
                    "Please describe the purpose of the %s.".formatted(part)));
            items.add(new Item(
                    "How often is the %s refreshed?".formatted(part),
                    "A refresh happens every %s and can be forced from the duty console.".formatted(p[2]),
                    "At what interval does the %s get refreshed?".formatted(part)));
            items.add(new Item(
                    "Where does the %s get its data from?".formatted(part),
                    "Its input comes from %s, which are read over the port network.".formatted(p[3]),
                    "Which source feeds data to the %s?".formatted(part)));
            items.add(new Item(
                    "Who may change the settings of the %s?".formatted(part),
                    "Only a harbour master with the role %s-editor may alter them, and each change is signed."
                            .formatted(part.replace(' ', '-')),
                    "Is everyone allowed to edit %s settings?".formatted(part)));
        }
        return items;
    }

    static List<TrainingRecord> records() {
        return items().stream().map(Item::record).toList();
    }

    /** The share of words that two texts have in common. */
    static double tokenF1(String answer, String reference) {
        List<String> a = words(answer);
        List<String> b = words(reference);
        Map<String, Integer> left = new HashMap<>();
        b.forEach(w -> left.merge(w, 1, Integer::sum));
        int same = 0;
        for (String word : a) {
            if (left.merge(word, -1, Integer::sum) >= 0) {
                same++;
            }
        }
        return same == 0 ? 0 : 2.0 * same / (a.size() + b.size());
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(w -> !w.isEmpty())
                .toList();
    }
}
