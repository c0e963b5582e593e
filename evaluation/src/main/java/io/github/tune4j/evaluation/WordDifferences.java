package io.github.tune4j.evaluation;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/** Which words of two texts the other one does not have, by their longest common subsequence. */
final class WordDifferences {
    /** Above so many comparisons the texts are too long to be marked. */
    private static final int MOST_CELLS = 9_000_000;

    /** Below this share of the shorter text's words nearly all would be marked, which helps nobody. */
    private static final double LEAST_COMMON = 0.15;

    private WordDifferences() {}

    /**
     * A stretch of a text.
     *
     * @param text the stretch
     * @param own whether the other text does not have it
     */
    record Piece(String text, boolean own) {}

    /** The pieces of the first and of the second text; whole and unmarked when marks would not help. */
    static List<List<Piece>> between(String first, String second) {
        List<String> a = tokens(first);
        List<String> b = tokens(second);
        List<String> wordsOfA = a.stream().filter(WordDifferences::isWord).toList();
        List<String> wordsOfB = b.stream().filter(WordDifferences::isWord).toList();
        BitSet commonOfA = new BitSet();
        BitSet commonOfB = new BitSet();
        if ((long) wordsOfA.size() * wordsOfB.size() <= MOST_CELLS) {
            align(wordsOfA, wordsOfB, commonOfA, commonOfB);
        }
        return commonOfA.cardinality() < LEAST_COMMON * Math.min(wordsOfA.size(), wordsOfB.size())
                        || commonOfA.isEmpty()
                ? List.of(List.of(new Piece(first, false)), List.of(new Piece(second, false)))
                : List.of(pieces(a, commonOfA), pieces(b, commonOfB));
    }

    private static void align(List<String> a, List<String> b, BitSet commonOfA, BitSet commonOfB) {
        int[][] longest = new int[a.size() + 1][b.size() + 1];
        for (int i = a.size() - 1; i >= 0; i--) {
            for (int j = b.size() - 1; j >= 0; j--) {
                longest[i][j] = a.get(i).equals(b.get(j))
                        ? longest[i + 1][j + 1] + 1
                        : Math.max(longest[i + 1][j], longest[i][j + 1]);
            }
        }
        for (int i = 0, j = 0; i < a.size() && j < b.size(); ) {
            if (a.get(i).equals(b.get(j))) {
                commonOfA.set(i++);
                commonOfB.set(j++);
            } else if (longest[i + 1][j] >= longest[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
    }

    /** Neighbouring words become one piece; what stands between words is marked only between two marked ones. */
    private static List<Piece> pieces(List<String> tokens, BitSet common) {
        List<Piece> pieces = new ArrayList<>();
        StringBuilder piece = new StringBuilder();
        StringBuilder gap = new StringBuilder();
        boolean own = false;
        int word = 0;
        for (String token : tokens) {
            if (!isWord(token)) {
                gap.append(token);
                continue;
            }
            boolean turns = common.get(word++) == own;
            if (turns) {
                pieces.add(new Piece(own ? piece.toString() : piece.append(gap).toString(), own));
                piece.setLength(0);
                piece.append(own ? gap : "");
                own = !own;
            } else {
                piece.append(gap);
            }
            gap.setLength(0);
            piece.append(token);
        }
        if (own) {
            pieces.add(new Piece(piece.toString(), true));
            piece.setLength(0);
        }
        pieces.add(new Piece(piece.append(gap).toString(), false));
        return pieces.stream().filter(p -> !p.text().isEmpty()).toList();
    }

    private static boolean isWord(String token) {
        return Character.isLetterOrDigit(token.codePointAt(0));
    }

    private static List<String> tokens(String text) {
        BreakIterator words = BreakIterator.getWordInstance(Locale.ROOT);
        words.setText(text);
        List<String> tokens = new ArrayList<>();
        for (int from = 0, to = words.next(); to != BreakIterator.DONE; from = to, to = words.next()) {
            tokens.add(text.substring(from, to));
        }
        return tokens;
    }
}
