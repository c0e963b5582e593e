package io.github.tune4j.testkit.standin;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.document.HtmlText;
import io.github.tune4j.document.PdfText;
import java.nio.charset.StandardCharsets;

/** The readable text of a document. */
public final class DocumentText {
    private DocumentText() {}

    /** The text; empty when there is none that can be read. */
    public static String of(Turn.Document document) {
        return switch (document.format()) {
            case "pdf" -> pdf(document.bytes());
            case "html" -> HtmlText.of(new String(document.bytes(), StandardCharsets.UTF_8));
            case "txt", "md", "csv" -> new String(document.bytes(), StandardCharsets.UTF_8);
            default -> "";
        };
    }

    private static String pdf(byte[] bytes) {
        try {
            return String.join("\n\n", PdfText.pages(bytes, "document"));
        } catch (InvalidInputException e) {
            // A model is shown a broken document too; what it cannot read is not an error of the call.
            return "";
        }
    }
}
