package io.github.tune4j.testkit.standin;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a prompt gives to work with: its documents, else what it marks as a source, else nothing.
 *
 * @param document the readable text; empty when there is none
 * @param request what the user asks for, without the document
 */
record Material(String document, String request) {
    static Material of(Prompt prompt) {
        Sections sections = Sections.of(prompt.question());
        String attached = prompt.turns().stream()
                .flatMap(turn -> turn.documents().stream())
                .map(DocumentText::of)
                .collect(Collectors.joining("\n\n"));
        if (!attached.isBlank()) {
            return new Material(attached, prompt.system() + "\n" + prompt.question());
        }
        List<Sections.Section> sources = sections.all(Sections.Kind.SOURCE);
        String marked = sources.stream().map(Sections.Section::text).collect(Collectors.joining("\n\n"));
        return new Material(
                marked, prompt.system() + "\n" + (marked.isEmpty() ? prompt.question() : sections.outside()));
    }
}
