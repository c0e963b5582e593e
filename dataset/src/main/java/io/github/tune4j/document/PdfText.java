package io.github.tune4j.document;

import io.github.tune4j.InvalidInputException;
import io.github.tune4j.TuneException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;

/** The text of PDF files: the one class that needs PDFBox, which is an optional dependency. */
public final class PdfText {
    private PdfText() {}

    /**
     * Reads a PDF page by page.
     *
     * @param pdf the file's bytes
     * @param name what to call it in messages
     * @return one text a page, in order; blank for a page without text
     * @throws InvalidInputException if it is no PDF that can be read
     * @throws TuneException if PDFBox is not there
     */
    public static List<String> pages(byte[] pdf, String name) {
        try {
            return Box.pages(pdf);
        } catch (NoClassDefFoundError e) {
            throw new TuneException(
                    "PDF files such as " + name + " cannot be read without PDFBox.",
                    "add the dependency org.apache.pdfbox:pdfbox, version 3, or give the text as .txt, .md or .html.",
                    e);
        } catch (IOException e) {
            throw InvalidInputException.of(
                    name + " cannot be read as a PDF.", "check that it opens, and that it needs no password.", e);
        }
    }

    /** Apart, so that the class around it can be loaded without PDFBox. */
    private static final class Box {
        static List<String> pages(byte[] pdf) throws IOException {
            try (PDDocument document = Loader.loadPDF(pdf)) {
                PDFTextStripper stripper = new PDFTextStripper();
                List<String> pages = new ArrayList<>();
                for (int page = 1; page <= document.getNumberOfPages(); page++) {
                    stripper.setStartPage(page);
                    stripper.setEndPage(page);
                    pages.add(stripper.getText(document).strip());
                }
                return pages;
            }
        }
    }
}
