package io.github.tune4j.evaluation.metric;

import java.util.List;

/** Turns texts into one vector per token, for {@link BertScore}. Implementations are thread-safe. */
public interface TokenEncoder {

    /**
     * Everything that influences the vectors: model, layer or output, longest text, normalisation.
     *
     * @return parts separated by {@code |}
     */
    String signature();

    /**
     * Encodes texts, without the white space around them. The vectors of a text do not depend on the texts beside it.
     *
     * @param texts any number, in any language
     * @return an encoding for each, in the same order
     */
    List<Encoding> encode(List<String> texts);

    /**
     * The tokens that {@link #encode} gives a text; worth overriding where they cost less than their vectors.
     *
     * @param text in any language
     * @return the tokens, special ones included
     */
    default List<String> tokens(String text) {
        return encode(List.of(text)).get(0).tokens();
    }

    /**
     * The tokens of a text and their vectors.
     *
     * @param tokens the tokens as the model's vocabulary spells them; the first and the last are the special ones that
     *     open and close every text
     * @param vectors as many as tokens, all of the model's dimension
     * @param truncated whether the text was longer than the model takes and was cut
     */
    record Encoding(List<String> tokens, float[][] vectors, boolean truncated) {}
}
