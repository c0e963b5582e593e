package io.github.tune4j.examples.article;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType1Font;
import org.apache.pdfbox.pdmodel.font.Standard14Fonts;

/** Makes the PDF of the project's own data set from its text: run it after changing the text. */
final class GuidePdf {
    private static final PDFont BODY = new PDType1Font(Standard14Fonts.FontName.TIMES_ROMAN);
    private static final PDFont HEADING = new PDType1Font(Standard14Fonts.FontName.HELVETICA_BOLD);
    private static final float MARGIN = 72;
    private static final float SIZE = 11;
    private static final float LEADING = 15;

    private final PDDocument document = new PDDocument();
    private PDPageContentStream page;
    private float y;

    private GuidePdf() throws IOException {
        page = nextPage();
    }

    /** Takes the text file and the PDF to write. */
    public static void main(String[] args) throws IOException {
        write(Path.of(args[0]), Path.of(args[1]));
    }

    static void write(Path text, Path pdf) throws IOException {
        GuidePdf guide = new GuidePdf();
        for (String paragraph : Files.readString(text).split("\n\n")) {
            guide.paragraph(paragraph.strip());
        }
        guide.page.close();
        guide.document.setDocumentId(1L);
        guide.document.save(pdf.toFile());
        guide.document.close();
    }

    private void paragraph(String text) throws IOException {
        PDFont font = text.endsWith(".") ? BODY : HEADING;
        for (String line : lines(text, font)) {
            if (y < MARGIN) {
                page.close();
                page = nextPage();
            }
            page.beginText();
            page.setFont(font, SIZE);
            page.newLineAtOffset(MARGIN, y);
            page.showText(line);
            page.endText();
            y -= LEADING;
        }
        y -= LEADING / 2;
    }

    private PDPageContentStream nextPage() throws IOException {
        PDPage sheet = new PDPage(PDRectangle.A4);
        document.addPage(sheet);
        y = PDRectangle.A4.getHeight() - MARGIN;
        return new PDPageContentStream(document, sheet);
    }

    private static List<String> lines(String text, PDFont font) throws IOException {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.split(" ")) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (font.getStringWidth(longer) / 1000 * SIZE > PDRectangle.A4.getWidth() - 2 * MARGIN) {
                lines.add(line);
                line = word;
            } else {
                line = longer;
            }
        }
        lines.add(line);
        return lines;
    }
}
