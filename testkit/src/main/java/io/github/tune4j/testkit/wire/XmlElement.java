package io.github.tune4j.testkit.wire;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * An element of a request's XML. Namespaces and attributes are of no interest to us.
 *
 * @param name without its prefix
 * @param text the characters directly in it
 * @param children the elements directly in it
 */
public record XmlElement(String name, StringBuilder text, List<XmlElement> children) {
    private static final int DEEPEST = 32;
    private static final XMLInputFactory FACTORY = factory();

    /**
     * Reads a document.
     *
     * @throws IllegalArgumentException if it is no well-formed XML, declares entities or is nested too deeply
     */
    public static XmlElement parse(byte[] xml) {
        XmlElement top = new XmlElement("", new StringBuilder(), new ArrayList<>());
        Deque<XmlElement> open = new ArrayDeque<>(List.of(top));
        try {
            // Decoded here, since the parser prints broken characters to the standard error.
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(xml))
                    .toString();
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new StringReader(text));
            while (reader.hasNext()) {
                switch (reader.next()) {
                    case XMLStreamReader.START_ELEMENT -> {
                        XmlElement element =
                                new XmlElement(reader.getLocalName(), new StringBuilder(), new ArrayList<>());
                        open.peek().children().add(element);
                        open.push(element);
                        if (open.size() > DEEPEST) {
                            throw new IllegalArgumentException("nested too deeply");
                        }
                    }
                    case XMLStreamReader.END_ELEMENT -> open.pop();
                    case XMLStreamReader.CHARACTERS, XMLStreamReader.CDATA ->
                        open.peek().text().append(reader.getText());
                    case XMLStreamReader.DTD, XMLStreamReader.ENTITY_REFERENCE ->
                        throw new IllegalArgumentException("declares a document type");
                    default -> {
                        // Comments and the like.
                    }
                }
            }
        } catch (XMLStreamException | CharacterCodingException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return top.children().get(0);
    }

    /** The first element of a name directly in this one. */
    public Optional<XmlElement> child(String childName) {
        return children.stream().filter(child -> child.name().equals(childName)).findFirst();
    }

    /** Every element of a name directly in this one. */
    public List<XmlElement> children(String childName) {
        return children.stream().filter(child -> child.name().equals(childName)).toList();
    }

    /** The text of the first element of a name directly in this one. */
    public Optional<String> value(String childName) {
        return child(childName).map(child -> child.text().toString());
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory;
    }
}
