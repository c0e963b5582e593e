package io.github.tune4j.testkit.wire;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/** Writes the XML of an answer. */
public final class XmlWriter {
    private final StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");

    private XmlWriter() {}

    /** A whole document; an empty namespace is left out. */
    public static byte[] document(String root, String namespace, Consumer<XmlWriter> content) {
        XmlWriter writer = new XmlWriter();
        writer.xml.append('<').append(root);
        if (!namespace.isEmpty()) {
            writer.xml.append(" xmlns=\"").append(namespace).append('"');
        }
        writer.xml.append('>');
        content.accept(writer);
        writer.xml.append("</").append(root).append('>');
        return writer.xml.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** An element with text. */
    public XmlWriter text(String name, Object value) {
        xml.append('<').append(name).append('>');
        escape(value.toString());
        xml.append("</").append(name).append('>');
        return this;
    }

    /** An element with text, if there is any. */
    public XmlWriter text(String name, Optional<?> value) {
        value.ifPresent(there -> text(name, there));
        return this;
    }

    /** Characters directly in the element at hand. */
    public XmlWriter characters(String text) {
        escape(text);
        return this;
    }

    /** An element with elements. */
    public XmlWriter element(String name, Consumer<XmlWriter> content) {
        xml.append('<').append(name).append('>');
        content.accept(this);
        xml.append("</").append(name).append('>');
        return this;
    }

    /** One element for each of several values. */
    public <T> XmlWriter elements(String name, Iterable<T> values, Consumer<T> content) {
        for (T value : values) {
            element(name, ignored -> content.accept(value));
        }
        return this;
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> xml.append("&amp;");
                case '<' -> xml.append("&lt;");
                case '>' -> xml.append("&gt;");
                case '"' -> xml.append("&quot;");
                default -> {
                    if (c < ' ' && c != '\n' && c != '\t') {
                        xml.append("&#x").append(Integer.toHexString(c)).append(';');
                    } else {
                        xml.appendCodePoint(c);
                    }
                }
            }
        });
    }
}
