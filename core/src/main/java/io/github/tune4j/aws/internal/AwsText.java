package io.github.tune4j.aws.internal;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What AWS says in words. Some of its messages quote the customer's data, which belongs into no message and no log of ours. */
public final class AwsText {
    private static final Pattern QUOTED_RECORD =
            Pattern.compile("(record starting with)\\s*[^.\\s].*", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    private AwsText() {}

    /**
     * The text up to where it quotes a record of the training data.
     *
     * @param text what AWS said; null when nothing
     * @return the text without the quotation
     */
    public static @Nullable String withoutRecords(@Nullable String text) {
        return text == null ? null : QUOTED_RECORD.matcher(text).replaceFirst("$1 (left out)");
    }
}
