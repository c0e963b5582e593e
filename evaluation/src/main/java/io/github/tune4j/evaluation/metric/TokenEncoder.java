package io.github.tune4j.evaluation.metric;

import java.util.List;

/** Turns texts into one vector per token, for BERTScore. Implementations are thread-safe. */
public interface TokenEncoder {

    /**
     * Everything that influences the vectors: model, layer or output, longest text, normalisation.
     *
     * @return parts separated by {@code |}
     */
    String signature();

    /**
     * Encodes texts.
     *
     * @param texts any number, in any language
     * @return an encoding for each, in the same order
     */
    List<Encoding> encode(List<String> texts);

    /**
     * The tokens of a text, special ones included, and their vectors.
     *
     * @param tokens the tokens as the model's vocabulary spells them
     * @param vectors as many as tokens, all of the model's dimension
     * @param truncated whether the text was longer than the model takes and was cut
     */
    record Encoding(List<String> tokens, float[][] vectors, boolean truncated) {}
}
