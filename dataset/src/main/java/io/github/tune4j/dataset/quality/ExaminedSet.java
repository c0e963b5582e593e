package io.github.tune4j.dataset.quality;

import io.github.tune4j.answer.Question;
import io.github.tune4j.chat.Message;
import io.github.tune4j.dataset.Dataset;
import io.github.tune4j.dataset.Example;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One of the sets that are examined together, which can be read more than once.
 *
 * @param role {@code training}, {@code validation} or {@code evaluation}
 * @param name the file, or the role when there is none
 * @param records how many records it has
 * @param reader opens it
 */
record ExaminedSet(String role, String name, long records, Supplier<Stream<Entry>> reader) {
    private static final long MOST_BYTES_KEPT = 16_000_000;

    /**
     * A record of the set.
     *
     * @param number from 1
     * @param system the system prompt; null when there is none
     * @param question what the user says
     * @param answer what the assistant says; null when that is not known
     */
    record Entry(
            int number,
            @Nullable String system,
            String question,
            @Nullable String answer) {
        String answerOrNothing() {
            return answer == null ? "" : answer;
        }
    }

    static ExaminedSet of(String role, Dataset dataset) {
        Supplier<Stream<Entry>> reader = () -> {
            AtomicInteger number = new AtomicInteger();
            return dataset.examples().map(example -> entry(number.incrementAndGet(), example));
        };
        return new ExaminedSet(
                role,
                dataset.file().toString(),
                dataset.records(),
                dataset.bytes() <= MOST_BYTES_KEPT ? new KeptEntries(reader) : reader);
    }

    /** Parses a small file once only. Not thread-safe. */
    private static final class KeptEntries implements Supplier<Stream<Entry>> {
        private final Supplier<Stream<Entry>> reader;
        private @Nullable List<Entry> entries;

        KeptEntries(Supplier<Stream<Entry>> reader) {
            this.reader = reader;
        }

        @Override
        public Stream<Entry> get() {
            if (entries == null) {
                try (Stream<Entry> read = reader.get()) {
                    entries = read.toList();
                }
            }
            return entries.stream();
        }
    }

    static ExaminedSet of(String role, List<Question> questions) {
        return new ExaminedSet(role, role, questions.size(), () -> {
            AtomicInteger number = new AtomicInteger();
            return questions.stream().map(q -> new Entry(number.incrementAndGet(), null, q.text(), q.reference()));
        });
    }

    private static Entry entry(int number, Example example) {
        return new Entry(
                number, example.system(), said(example, Message.Role.USER), said(example, Message.Role.ASSISTANT));
    }

    private static String said(Example example, Message.Role role) {
        if (example.messages().size() == 2
                && example.messages().get(0).role() != example.messages().get(1).role()) {
            return example.messages()
                    .get(example.messages().get(0).role() == role ? 0 : 1)
                    .text();
        }
        return example.messages().stream()
                .filter(message -> message.role() == role)
                .map(Message::text)
                .collect(Collectors.joining("\n"));
    }

    String place(int number) {
        return role + ":" + number;
    }
}
