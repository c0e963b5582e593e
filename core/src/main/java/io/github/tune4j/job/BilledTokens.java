package io.github.tune4j.job;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.chat.Message;
import io.github.tune4j.dataset.DatasetFormat;
import io.github.tune4j.dataset.Example;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * How many tokens one epoch goes through, which AWS bills and does not tell. Estimated by AWS's own rules of thumb, rounded
 * down text by text: a token for three characters of Claude's (data_validation.py of amazon-bedrock-samples), for six of the
 * others' (user guide, model-customization-prepare).
 */
final class BilledTokens {
    private static final int CLAUDE = 3;
    private static final int OTHERS = 6;

    private BilledTokens() {}

    /** Empty where the data is not on this machine, or a line cannot be read; which one is the validator's to say. */
    static OptionalLong of(JobOrder order) {
        if (!(order.training() instanceof JobOrder.Data.Local local)) {
            return OptionalLong.empty();
        }
        int characters = order.facts().limits().format() == DatasetFormat.CLAUDE_MESSAGES ? CLAUDE : OTHERS;
        try (Stream<Example> examples = local.dataset().examples()) {
            return OptionalLong.of(
                    examples.mapToLong(example -> of(example, characters)).sum());
        } catch (InvalidInputException e) {
            return OptionalLong.empty();
        }
    }

    private static long of(Example example, int characters) {
        long tokens = example.system() == null ? 0 : of(example.system(), characters);
        for (Message message : example.messages()) {
            tokens += of(message.text(), characters);
        }
        return tokens;
    }

    private static long of(String text, int characters) {
        return text.codePointCount(0, text.length()) / characters;
    }
}
