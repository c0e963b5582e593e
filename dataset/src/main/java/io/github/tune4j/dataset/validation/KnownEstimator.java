package io.github.tune4j.dataset.validation;

/** The estimators whose results are bounded by the size of a text, so that a short record need not be estimated. */
enum KnownEstimator implements TokenEstimator {
    STANDARD(1) {
        @Override
        public long tokens(String text) {
            long tokens = 0;
            Kind last = Kind.SPACE;
            int run = 0;
            for (int i = 0; i < text.length(); ) {
                int character = text.codePointAt(i);
                Kind kind = Kind.of(character);
                run = kind == last ? run + 1 : 1;
                last = kind;
                tokens += kind.cost(run);
                i += Character.charCount(character);
            }
            return tokens;
        }
    },
    AWS_LENGTH_OVER_THREE(3) {
        @Override
        public long tokens(String text) {
            return text.codePointCount(0, text.length()) / 3;
        }
    };

    private final int bytesPerTokenAtLeast;

    KnownEstimator(int bytesPerTokenAtLeast) {
        this.bytesPerTokenAtLeast = bytesPerTokenAtLeast;
    }

    /** A text of so many bytes in UTF-8 cannot have more tokens than this. */
    long mostBytesFor(long tokens) {
        return tokens * bytesPerTokenAtLeast;
    }

    /** How many characters of a kind share a token; none: spaces go with their word. */
    private enum Kind {
        SPACE(0),
        LETTER(5),
        DIGIT(3),
        OTHER_LETTER(2),
        SINGLE(1),
        SUPPLEMENTARY(1);

        private final int shared;

        Kind(int shared) {
            this.shared = shared;
        }

        /** What the n-th character of a run adds. */
        int cost(int n) {
            if (shared == 0) {
                return 0;
            }
            return (n - 1) % shared == 0 ? this == SUPPLEMENTARY ? 2 : 1 : 0;
        }

        static Kind of(int c) {
            if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
                return LETTER;
            }
            if (c >= '0' && c <= '9') {
                return DIGIT;
            }
            if (c == ' ' || c == '\t' || c == '\r') {
                return SPACE;
            }
            if (c < 0x80 || c >= 0x2E80 && c < 0x10000) {
                return SINGLE;
            }
            if (c >= 0x10000) {
                return SUPPLEMENTARY;
            }
            return Character.isLetter(c) ? OTHER_LETTER : SINGLE;
        }
    }
}
