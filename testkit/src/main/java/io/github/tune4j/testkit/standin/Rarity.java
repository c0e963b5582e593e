package io.github.tune4j.testkit.standin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How rare each feature is in the texts that a model was tuned on, and by it the weight of words and pairs of neighbouring words:
 * the rarer the heavier, function words light, a pair half of a word. Features are hashed into {@link Tower#ROWS} rows.
 */
final class Rarity {
    private static final double FUNCTION_WORD = 0.5;
    private static final double PAIR = 0.5;

    private final int[] textsWith = new int[Tower.ROWS];
    private int texts;

    /** Which words count: all of them while a model learns, only those with a meaning of their own when it recalls. */
    enum View {
        ALL,
        CONTENT
    }

    private Rarity() {}

    static Rarity none() {
        return new Rarity();
    }

    /** This one with more texts counted. */
    Rarity with(Iterable<String> more) {
        Rarity sum = new Rarity();
        System.arraycopy(textsWith, 0, sum.textsWith, 0, textsWith.length);
        sum.texts = texts;
        for (String text : more) {
            sum.texts++;
            features(text, View.ALL).keySet().forEach(row -> sum.textsWith[row]++);
        }
        return sum;
    }

    /** A text as a bag; one without any word is an empty bag. */
    Bag bag(String text, View view) {
        Map<Integer, Double> features = features(text, view);
        int[] rows = new int[features.size()];
        double[] weights = new double[rows.length];
        double squares = 0;
        int i = 0;
        for (Map.Entry<Integer, Double> feature : features.entrySet()) {
            int row = feature.getKey();
            double rarity = 1 + StrictMath.log((texts + 1) / (textsWith[row] + 0.5));
            rows[i] = row;
            weights[i] = StrictMath.sqrt(feature.getValue()) * rarity;
            squares += weights[i] * weights[i];
            i++;
        }
        double length = StrictMath.sqrt(squares);
        for (int k = 0; k < weights.length; k++) {
            weights[k] /= length;
        }
        return new Bag(rows, weights);
    }

    /** What a bag has of features that were counted before: the rest stays in its length, and counts for nothing. */
    Bag known(Bag bag) {
        double[] weights = bag.weights().clone();
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= Integer.signum(textsWith[bag.rows()[i]]);
        }
        return new Bag(bag.rows(), weights);
    }

    private static Map<Integer, Double> features(String text, View view) {
        List<String> words = Words.of(text);
        if (view == View.CONTENT) {
            List<String> content = new ArrayList<>(words);
            content.removeIf(Words::isFunctionWord);
            words = content.isEmpty() ? words : content;
        }
        Map<Integer, Double> features = new TreeMap<>();
        String before = null;
        for (String word : words) {
            features.merge(row(word), weight(word), Double::sum);
            if (before != null) {
                features.merge(row(before + ' ' + word), PAIR * Math.min(weight(before), weight(word)), Double::sum);
            }
            before = word;
        }
        return features;
    }

    private static double weight(String word) {
        return Words.isFunctionWord(word) ? FUNCTION_WORD : 1;
    }

    private static int row(String feature) {
        long hash = 0;
        for (int i = 0; i < feature.length(); i++) {
            hash = Tower.mix(hash + feature.charAt(i) + 1);
        }
        return (int) (hash >>> 1) & (Tower.ROWS - 1);
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(texts);
        for (int row = 0; row < textsWith.length; row++) {
            if (textsWith[row] > 0) {
                out.writeInt(row);
                out.writeInt(textsWith[row]);
            }
        }
        out.writeInt(-1);
    }

    static Rarity read(DataInputStream in) throws IOException {
        Rarity rarity = new Rarity();
        rarity.texts = in.readInt();
        for (int row = in.readInt(); row >= 0; row = in.readInt()) {
            rarity.textsWith[row] = in.readInt();
        }
        return rarity;
    }
}
