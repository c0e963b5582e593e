package io.github.tune4j.testkit.standin;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The material in a prompt: what stands between an XML tag and its end or under a heading in brackets, where the tag or heading
 * names a question, a reference, an answer or a source. Marks within material are its text.
 *
 * @param parts in their order
 * @param outside the prompt without them: what its writer asks for
 */
record Sections(List<Section> parts, String outside) {
    private static final Pattern MARK = Pattern.compile(
            "<(?<tag>[\\p{L}_][\\p{L}\\p{N}_.:-]*)(?:\\s[^<>]*)?>"
                    + "|^[ \\t]*(?:\\[(?<square>[^\\[\\]\\n]{1,60})\\]|【(?<corner>[^】\\n]{1,60})】)[ \\t]*[:：]?",
            Pattern.MULTILINE);
    private static final Pattern HEADING =
            Pattern.compile("^[ \\t]*(?:\\[[^\\[\\]\\n]{1,60}\\]|【[^】\\n]{1,60}】)", Pattern.MULTILINE);
    private static final Pattern START = Pattern.compile("^(?:the )?start of (?:the )?", Pattern.CASE_INSENSITIVE);
    private static final Pattern ABOUT =
            Pattern.compile("format|instruction|criteri|rubric|scale|example|形式|指示|観点|尺度|例");

    /** What a part is. */
    enum Kind {
        REFERENCE("reference|ground.?truth|expected|gold|label|correct.answer|参照|正解|正答|模範|期待|ラベル"),
        QUESTION("question|query|質問|問い"),
        ANSWER("answer|response|submission|candidate|prediction|completion|回答|応答|解答|返答|提出|候補|予測"),
        SOURCE("source|context|document|passage|excerpt|evidence|資料|文書|出典|抜粋|本文");

        private final Pattern names;

        Kind(String names) {
            this.names = Pattern.compile(names);
        }
    }

    /**
     * One part.
     *
     * @param name what it is called, in lower case
     */
    record Section(Kind kind, String name, String text) {}

    static Sections of(String prompt) {
        List<Section> parts = new ArrayList<>();
        Set<String> unclosed = new HashSet<>();
        StringBuilder outside = new StringBuilder();
        Matcher marks = MARK.matcher(prompt);
        int from = 0;
        while (marks.find(from)) {
            outside.append(prompt, from, marks.start());
            boolean tag = marks.group("tag") != null;
            String title = tag
                    ? marks.group("tag")
                    : marks.group("square") != null ? marks.group("square") : marks.group("corner");
            String name = START.matcher(title).replaceFirst("").toLowerCase(Locale.ROOT);
            Kind kind = kind(name);
            int end = kind == null || unclosed.contains(title)
                    ? -1
                    : tag ? prompt.indexOf("</" + title + ">", marks.end()) : headingEnd(prompt, title, marks.end());
            from = marks.end();
            if (kind == null || end < 0) {
                unclosed.add(title);
                outside.append(marks.group());
                continue;
            }
            String text = prompt.substring(from, end);
            if (!tag && kind == Kind.REFERENCE) {
                // Some prompts say how to answer straight after the reference, under no heading of its own.
                outside.append('\n').append(VerdictForm.lines(text, true)).append('\n');
                text = VerdictForm.lines(text, false);
            }
            // A prompt may name its marks before it uses them, or begin with examples.
            parts.removeIf(part -> part.name().equals(name));
            parts.add(new Section(kind, name, text.strip()));
            from = tag ? end + title.length() + 3 : end;
        }
        return new Sections(
                List.copyOf(parts), outside.append(prompt.substring(from)).toString());
    }

    private static @Nullable Kind kind(String name) {
        if (!name.startsWith("end of")
                && !name.startsWith("the end of")
                && !ABOUT.matcher(name).find()) {
            for (Kind kind : Kind.values()) {
                if (kind.names.matcher(name).find()) {
                    return kind;
                }
            }
        }
        return null;
    }

    /** A part that says where it starts goes on to where it last says that it ends; any other to the next heading. */
    private static int headingEnd(String prompt, String title, int begin) {
        Matcher start = START.matcher(title);
        if (start.find()) {
            String ending =
                    "^[ \\t]*[\\[【](?:the )?end of (?:the )?" + Pattern.quote(title.substring(start.end())) + "[\\]】]";
            Matcher ends = Pattern.compile(ending, Pattern.MULTILINE | Pattern.CASE_INSENSITIVE)
                    .matcher(prompt);
            int last = -1;
            for (int at = begin; ends.find(at); at = ends.end()) {
                last = ends.start();
            }
            if (last >= 0) {
                return last;
            }
        }
        Matcher next = HEADING.matcher(prompt);
        return next.find(begin) ? next.start() : prompt.length();
    }

    List<Section> all(Kind kind) {
        return parts.stream().filter(part -> part.kind() == kind).toList();
    }
}
