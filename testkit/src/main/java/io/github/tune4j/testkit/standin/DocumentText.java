package io.github.tune4j.testkit.standin;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** The readable text of a document. */
public final class DocumentText {
    private static final Pattern HIDDEN = Pattern.compile("(?is)<(script|style)\\b.*?</\\1>|<!--.*?-->");
    private static final Pattern BLOCK_END =
            Pattern.compile("(?i)</(p|div|li|tr|h\\d|title|section|article|td|th)>|<br\\s*/?>");
    private static final Pattern TAG = Pattern.compile("<[^>]*>");

    private DocumentText() {}

    /** The text; empty when there is none that can be read. */
    public static String of(Turn.Document document) {
        return switch (document.format()) {
            case "pdf" -> pdf(document.bytes());
            case "html" -> html(new String(document.bytes(), StandardCharsets.UTF_8));
            case "txt", "md", "csv" -> new String(document.bytes(), StandardCharsets.UTF_8);
            default -> "";
        };
    }

    private static String pdf(byte[] bytes) {
        try (PDDocument document = Loader.loadPDF(bytes)) {
            return new PDFTextStripper().getText(document);
        } catch (IOException e) {
            // A model is shown a broken document too; what it cannot read is not an error of the call.
            return "";
        }
    }

    private static String html(String html) {
        String visible = HIDDEN.matcher(html).replaceAll(" ");
        String text = TAG.matcher(BLOCK_END.matcher(visible).replaceAll("\n")).replaceAll(" ");
        return text.replace("&nbsp;", " ")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#39;", "'")
                .replace("&amp;", "&");
    }
}
