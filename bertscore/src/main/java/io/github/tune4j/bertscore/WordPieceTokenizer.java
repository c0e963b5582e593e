package io.github.tune4j.bertscore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of BERT: words parted at white space and punctuation, each taken apart into the longest pieces that the
 * vocabulary has. Thread-safe.
 */
final class WordPieceTokenizer implements TextTokenizer {
    private final Settings settings;
    private final String[] spellings;
    private final int unknown;

    WordPieceTokenizer(Settings settings) {
        this.settings = settings;
        this.unknown = settings.vocabulary.get(settings.unknown);
        this.spellings = new String
                [settings.vocabulary.values().stream()
                                .mapToInt(Integer::intValue)
                                .max()
                                .orElse(0)
                        + 1];
        settings.vocabulary.forEach((spelling, id) -> spellings[id] = spelling);
    }

    /**
     * What a tokenizer file says.
     *
     * @param vocabulary ids by spelling
     * @param unknown what stands for a word that the vocabulary cannot spell
     * @param continuation what a piece within a word begins with
     * @param longestWord code points; a longer word is unknown
     * @param normalizer brings texts into the form of the vocabulary
     * @param opening the id before every text
     * @param closing the id after every text
     * @param added spellings that stand for themselves wherever they occur in a text
     */
    record Settings(
            Map<String, Integer> vocabulary,
            String unknown,
            String continuation,
            int longestWord,
            BertNormalizer normalizer,
            int opening,
            int closing,
            Map<String, Integer> added) {}

    @Override
    public String kind() {
        return "wordpiece";
    }

    @Override
    public Tokens encode(String text, int maxTokens) {
        Ids ids = new Ids(maxTokens - 1);
        ids.add(settings.opening);
        String rest = text;
        while (!rest.isEmpty() && !ids.full()) {
            String special = firstAdded(rest);
            int end = special.isEmpty() ? rest.length() : rest.indexOf(special);
            addWords(settings.normalizer.normalize(rest.substring(0, end)), ids);
            if (!special.isEmpty()) {
                ids.add(settings.added.get(special));
            }
            rest = rest.substring(end + special.length());
        }
        return new Tokens(ids.closedWith(settings.closing), ids.overflow);
    }

    @Override
    public List<String> spellings(int[] ids) {
        List<String> tokens = new ArrayList<>(ids.length);
        for (int id : ids) {
            tokens.add(spellings[id]);
        }
        return tokens;
    }

    private String firstAdded(String text) {
        String first = "";
        int position = text.length();
        for (String added : settings.added.keySet()) {
            int found = text.indexOf(added);
            if (found >= 0 && (found < position || (found == position && added.length() > first.length()))) {
                first = added;
                position = found;
            }
        }
        return first;
    }

    private void addWords(String text, Ids ids) {
        int start = 0;
        for (int i = 0, next; i < text.length() && !ids.full(); i = next) {
            int c = text.codePointAt(i);
            next = i + Character.charCount(c);
            boolean space = c == ' ' || Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
            if (space || isPunctuation(c)) {
                addPieces(text, start, i, ids);
                if (!space) {
                    addPieces(text, i, next, ids);
                }
                start = next;
            }
        }
        addPieces(text, start, text.length(), ids);
    }

    private static boolean isPunctuation(int c) {
        return switch (Character.getType(c)) {
            case Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION,
                    Character.START_PUNCTUATION,
                    Character.END_PUNCTUATION,
                    Character.INITIAL_QUOTE_PUNCTUATION,
                    Character.FINAL_QUOTE_PUNCTUATION,
                    Character.OTHER_PUNCTUATION -> true;
            case Character.MATH_SYMBOL, Character.CURRENCY_SYMBOL, Character.MODIFIER_SYMBOL -> c < 128;
            default -> false;
        };
    }

    private void addPieces(String text, int from, int to, Ids ids) {
        if (from >= to) {
            return;
        }
        Integer whole = settings.vocabulary.get(text.substring(from, to));
        if (text.codePointCount(from, to) > settings.longestWord) {
            ids.add(unknown);
        } else if (whole != null) {
            ids.add(whole);
        } else {
            int before = ids.size;
            int start = from;
            while (start < to) {
                int end = addLongestPiece(text, from, start, to, ids);
                if (end == start) {
                    ids.replaceFrom(before, unknown);
                    return;
                }
                start = end;
            }
        }
    }

    private int addLongestPiece(String text, int wordStart, int start, int to, Ids ids) {
        String prefix = start == wordStart ? "" : settings.continuation;
        for (int end = to; end > start; end = text.offsetByCodePoints(end, -1)) {
            Integer id = settings.vocabulary.get(prefix + text.substring(start, end));
            if (id != null) {
                ids.add(id);
                return end;
            }
        }
        return start;
    }

    /** Ids up to a limit; what comes after it is counted as overflow. */
    private static final class Ids {
        private final int limit;
        private int[] ids = new int[64];
        private int size;
        private boolean overflow;

        Ids(int limit) {
            this.limit = limit;
        }

        boolean full() {
            return overflow;
        }

        void add(int id) {
            if (size == ids.length) {
                ids = Arrays.copyOf(ids, size * 2);
            }
            ids[size++] = id;
            overflow = size > limit;
        }

        void replaceFrom(int position, int id) {
            size = position;
            add(id);
        }

        int[] closedWith(int id) {
            int end = Math.min(size, limit);
            int[] closed = Arrays.copyOf(ids, end + 1);
            closed[end] = id;
            return closed;
        }
    }
}
