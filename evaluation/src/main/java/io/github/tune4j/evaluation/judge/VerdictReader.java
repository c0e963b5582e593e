package io.github.tune4j.evaluation.judge;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.tune4j.evaluation.judge.Judge.Outcome;
import io.github.tune4j.evaluation.judge.Judge.Reading;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one number from a judge's reply, or none. A verdict is a sentence that says nothing else; whatever is in doubt
 * is unreadable, because a wrong number cannot be seen later and an unreadable reply can be asked for again.
 */
final class VerdictReader {
    private static final int LONGEST = 50_000;

    /** A verdict is short; a longer sentence says something else too. */
    private static final int LONGEST_SENTENCE = 400;

    private static final String LABEL = "(?:rating|score|grade|verdict|evaluation|mark|overall|assessment)";
    private static final String LEAD = "(?:(?:so|thus|therefore|hence|overall|finally|in total|in summary|the|my|own"
            + "|final|revised|corrected|updated|total|answer|this|i would say)[\\s,]+)*+";
    private static final String LABEL_JA = "(?:(?:総合|最終|最終的な|私の|この回答の|本回答の)*+" + "(?:評価|点数|スコア|得点|採点結果|採点|評点|評定|判定))";
    private static final Pattern QUOTING_INTRODUCTION = Pattern.compile(
            "(?i).*\\b(?:candidate|answer|response|assistant|submission|student|prediction|reference|text|model|user"
                    + "|it|quote|example|instance|format|if|were|would|instead of|not|following|below|wrote|says|ends)"
                    + "\\b.*|.*(?:回答|候補|解答|引用|例|参照|以下).*");
    private static final String THEIRS = "\\b(?:candidate|answer|response|assistant|submission|student|prediction)\\b";
    private static final String NOT_QUOTED = "[^" + ReplyText.QUOTED + "]*";
    private static final Pattern SHOWS_ANSWER = Pattern.compile("(?i).*" + THEIRS
            + ".*\\b(?:reads|says|said|wrote|writes|was|were|ends|begins|states|review|quoted|copied|repeated|submitted)\\b"
            + ".*:|.*" + THEIRS + ".*\\b(?:reads|says|said|wrote|writes|ends|begins|replied|submitted):" + NOT_QUOTED
            + "|(?:(?:the|candidate|assistant)(?:'s)? )*" + THEIRS + "(?: text| under review| verbatim|,? in full)*:"
            + NOT_QUOTED + "|(?:(?:the|candidate|assistant)(?:'s)? )*" + THEIRS + " (?:begins|starts|follows)"
            + "|.*\\b(?:here is|here's|this is|below is)\\b.*" + THEIRS
            + ".*|.*(?:回答|候補|解答)(?:は次|の全文|:$|は:$).*|(?:この|候補の)?(?:回答|候補|解答)は?:" + NOT_QUOTED);
    private static final Pattern OWN_VOICE =
            Pattern.compile("(?i).*\\b(?:my|mine|final|overall|I rate|I give|I score|I find)\\b.*|.*(?:総合|最終|私の).*");
    private static final Pattern ANNOUNCES =
            Pattern.compile("(?i).*[:,、]|.*\\b(?:following|below)\\b.*|.*(?:次の|以下の).*");
    private static final Pattern ABBREVIATION = Pattern.compile("(?i)(?:.*\\s)?\\(?(?:e\\.g|i\\.e|cf|viz)\\.");
    private static final Pattern OWN_LABEL =
            Pattern.compile("(?i).*\\b(?:my|final|own)\\b.*\\b" + LABEL + "\\W*|" + LEAD + LABEL + "\\W*");
    private static final Pattern MENTION =
            Pattern.compile("(?i)\\b" + LABEL + "\\b|評価|点数|スコア|得点|採点|評点|\\d\\s*(?:/|out of|点)");
    private static final Pattern CHANGE_OF_MIND = Pattern.compile(
            "(?i).*(?:\\b(?:final|overall|revis|correct(?:ed|ion)|reflection|wait|actually|sorry|reconsider"
                    + "|chang(?:e|ed|ing) my|second thought|on balance|update|instead)|訂正|最終|総合|やはり|修正).*");
    private static final Pattern TAKEN_BACK = Pattern.compile("(?i).*(?:\\b(?:withdraw|retract|disregard|ignore"
            + "|scrap|actually|wait|on reflection|correction|not (?:mine|my|me)|above|previous line|verbatim|cop(?:y|ied)"
            + "|quot\\w+|wrote|candidate's own|maybe|perhaps|or|manipulat\\w+|injection|I (?:decline|refuse))\\b|^no\\b"
            + "|^\\(?(?:that|this) (?:is|was|line|rating|score|verdict)\\b.*\\b(?:candidate|assistant|submission|student)\\b"
            + "|撤回|無視|引用|上記|訂正|書かれて).*");
    private static final Pattern REFUSAL = Pattern.compile("(?i).*(?:"
            + "\\bI(?:'m| am|'ll| will| must| do| can| have|'d| would)?\\b.{0,60}?\\b(?:cannot|can't|can not|unable|not able|not feel"
            + "|not comfortable|won't|will not|must not|decline|refuse|refrain)\\b.*\\b(?:evaluat|judg|rat(?:e|ing)|scor|assess|grad|comply"
            + "|assist|help|view|provide)\\w*"
            + "|\\bI\\b.{0,20}\\b(?:decline|refuse|refrain)\\b"
            + "|\\bno (?:rating|score|verdict)\\b.*\\b(?:given|possible|provided|can be)\\b"
            + "|\\bviolates? my\\b|判定できません|(?:評価|採点|判定|お答え).{0,12}(?:できません|できかねます|お断り|控え)).*");

    private final BigDecimal lowest;
    private final BigDecimal highest;
    private final StatedNumber numbers;
    private final Pattern english;
    private final Pattern spoken;
    private final Pattern japanese;
    private final Pattern labelAlone;

    VerdictReader(Rubric rubric) {
        this(rubric.name(), rubric.lowest(), rubric.highest());
    }

    VerdictReader(String name, int least, int most) {
        this.lowest = BigDecimal.valueOf(least);
        this.highest = BigDecimal.valueOf(most);
        this.numbers = new StatedNumber(highest);
        String range = least + "\\s*(?:-|–|to|~|～|から)\\s*" + most;
        String hint = "(?:\\s*[(\\[](?:on a scale (?:of|from) |from |scale )?(?:" + range + "|" + most
                + " is (?:the )?best|out of " + most + ")[)\\]])?";
        String label = "(?:" + LABEL + "|" + LEAD + Pattern.quote(name) + ")";
        this.english =
                Pattern.compile("(?i)" + LEAD + label + hint + "\\s*(?::|=>|=|->|\\s[-–—]\\s|\\bis\\b:?)\\s*(.+)");
        this.spoken = Pattern.compile("(?i)(?:(?:so|thus|therefore|overall|hence),?\\s+)?I(?:'d| would)?\\s+"
                + "(?:rate|score|grade|give|award|assign)\\s+"
                + "(?:(?:(?:this|the)(?: assistant's)? (?:answer|response|submission)|it|this)\\s+)?"
                + "(?:(?:an? )?(?:overall |final )?(?:rating|score|grade) of |as |at |an? )?(.+)");
        this.japanese = Pattern.compile("(?:以上より|したがって|総合的に|よって|、|\\s)*+(?:"
                + LABEL_JA + hint + "\\s*(?:は|が|:|=)\\s*:?\\s*(.+)"
                + "|(?:(?:この|本)?回答を)?((?:[0-9]+(?:\\.[0-9]+)?|[" + StatedNumber.KANJI + "])\\s*点(?!満点).*)"
                + "|" + most + "\\s*点満点(?:中|で)、?(.+点.*))");
        this.labelAlone = Pattern.compile("(?i)(?:" + LEAD + label + "|" + LABEL_JA + ")\\s*:?");
    }

    Reading read(String reply) {
        if (reply.length() > LONGEST) {
            return Reading.UNREADABLE;
        }
        ReplyText.Parts parts =
                ReplyText.partsOf(unwrapped(ReplyText.plain(reply).strip()));
        List<String> sentences = joined(parts.sentences().stream()
                .map(VerdictReader::undecorated)
                .filter(s -> !s.isEmpty())
                .toList());
        Iterator<JsonNode> objects = parts.objects().iterator();
        Iterator<String> elements = parts.elements().iterator();
        @Nullable Reading verdict = null;
        boolean doubtful = false;
        boolean changed = false;
        boolean showing = false;
        String before = "";
        for (String whole : sentences) {
            Reading own = verdictOf(whole, objects, elements);
            String sentence = shortened(whole);
            if (own != null && (showing || introducesQuote(before))) {
                own = OWN_VOICE.matcher(sentence).matches() ? own : null;
            }
            showing = SHOWS_ANSWER.matcher(sentence).matches()
                    || showing
                            && sentence.indexOf(ReplyText.QUOTED) < 0
                            && !OWN_VOICE.matcher(sentence).matches();
            changed |= CHANGE_OF_MIND.matcher(sentence).matches();
            if (own == null) {
                doubtful |= verdict != null
                        && (looksLikeVerdict(whole)
                                || TAKEN_BACK.matcher(sentence).matches());
            } else if (verdict == null || verdict.equals(own) || changed) {
                verdict = own;
                doubtful = false;
                changed = false;
            } else {
                return Reading.UNREADABLE;
            }
            before = sentence;
        }
        if (verdict != null) {
            return doubtful ? Reading.UNREADABLE : verdict;
        }
        boolean refuses = sentences.stream()
                .anyMatch(sentence -> REFUSAL.matcher(shortened(sentence)).matches());
        return refuses ? Reading.REFUSED : Reading.UNREADABLE;
    }

    /** The beginning and the end of a long sentence: what it is about stands there. */
    private static String shortened(String sentence) {
        int length = sentence.length();
        return length <= LONGEST_SENTENCE
                ? sentence
                : sentence.substring(0, LONGEST_SENTENCE / 2) + " " + sentence.substring(length - LONGEST_SENTENCE / 2);
    }

    /** Reads a reply in the forced shape, whatever its texts hold. */
    Reading readObject(String json) {
        JsonNode node = ReplyText.parse(json);
        Reading reading = node == null ? null : json(node);
        return reading == null ? Reading.UNREADABLE : reading;
    }

    /** A pair of quotation marks or a fence round the whole reply, if nothing but one short statement is in it. */
    private static String unwrapped(String reply) {
        Matcher fence =
                Pattern.compile("(?s)(`{3,}|~{3,})(?:\\w*)\\n([^`~]*)\\n\\1").matcher(reply);
        Matcher quote = Pattern.compile("\"([^\"\\n]{1,40})\"").matcher(reply);
        String inner = fence.matches() ? fence.group(2).strip() : quote.matches() ? quote.group(1) : reply;
        long lines =
                inner.lines().filter(l -> !l.isBlank() && !l.startsWith("#")).count();
        return inner.equals(reply) || lines == 1 ? inner : reply;
    }

    private static boolean introducesQuote(String before) {
        return ABBREVIATION.matcher(before).matches()
                || ANNOUNCES.matcher(before).matches()
                        && !OWN_LABEL.matcher(before).matches()
                        && QUOTING_INTRODUCTION.matcher(before).matches();
    }

    /** A heading such as "Rating" and the number in the next line belong together. */
    private List<String> joined(List<String> sentences) {
        List<String> joined = new ArrayList<>();
        for (int i = 0; i < sentences.size(); i++) {
            String sentence = sentences.get(i);
            boolean heading = labelAlone.matcher(sentence).matches() && i + 1 < sentences.size();
            if (heading && numbers.in(sentences.get(i + 1)) != null) {
                joined.add(sentence.replaceFirst("\\s*:?$", ": ") + sentences.get(++i));
            } else {
                joined.add(sentence);
            }
        }
        return joined;
    }

    /** Without bullets, headings, emphasis and symbols. */
    private static String undecorated(String sentence) {
        return sentence.replaceAll("(?<![\\p{L}\\p{N}])[*_`]+|[*_`]+(?![\\p{L}\\p{N}])", "")
                .replaceFirst("^(?:[-•#]+\\s+|\\p{So}+\\s*|#+)++", "")
                .replaceFirst("^【(.+?)】\\s*:?", "$1: ")
                .replaceFirst("\\s*\\p{So}+$", "")
                .strip();
    }

    private @Nullable Reading verdictOf(String sentence, Iterator<JsonNode> objects, Iterator<String> elements) {
        @Nullable Reading found = null;
        int placeholders = 0;
        for (char c : sentence.toCharArray()) {
            if (c == ReplyText.OBJECT) {
                found = json(objects.next());
                placeholders++;
            } else if (c == ReplyText.ELEMENT) {
                BigDecimal number = numbers.in(elements.next());
                found = number == null ? null : reading(number);
                placeholders++;
            }
        }
        if (placeholders > 0) {
            String rest = sentence.substring(0, sentence.length() - 1);
            boolean alone = sentence.length() == 1
                    || rest.isBlank()
                    || labelAlone.matcher(rest.strip()).matches()
                    || rest.strip().equalsIgnoreCase("final:");
            return placeholders == 1 && alone ? found : null;
        }
        if (sentence.indexOf(ReplyText.QUOTED) >= 0 || sentence.length() > LONGEST_SENTENCE) {
            return null;
        }
        if (sentence.startsWith("[[")) {
            BigDecimal number = numbers.in(sentence);
            return number == null ? null : reading(number);
        }
        for (Pattern form : List.of(english, spoken, japanese)) {
            Matcher matcher = form.matcher(sentence);
            if (matcher.matches()) {
                for (int group = 1; group <= matcher.groupCount(); group++) {
                    BigDecimal number = matcher.group(group) == null ? null : numbers.in(matcher.group(group));
                    if (number != null) {
                        return reading(number);
                    }
                }
            }
        }
        return null;
    }

    private static boolean looksLikeVerdict(String sentence) {
        return sentence.length() > 2 * LONGEST_SENTENCE
                || sentence.contains("[[")
                || sentence.indexOf(ReplyText.OBJECT) >= 0
                || sentence.indexOf(ReplyText.ELEMENT) >= 0
                || MENTION.matcher(sentence).find();
    }

    /** The one field that is called like a verdict, at the top or in a wrapper; with a foreign scale there is none. */
    private @Nullable Reading json(JsonNode node) {
        if (node.isArray()) {
            return node.size() == 1 ? json(node.get(0)) : null;
        }
        List<JsonNode> verdicts = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            String name = field.getKey().toLowerCase(Locale.ROOT).strip();
            JsonNode value = field.getValue();
            if (value.isObject()) {
                if (name.matches("verdict|result|evaluation|assessment|judge?ment|input|output|arguments")) {
                    verdicts.add(value);
                }
            } else if (name.matches("score|rating|grade|評価|点数|スコア")) {
                verdicts.add(value);
            } else if (name.matches("(?:max|highest|out_?of|scale|range).*|.*_max")
                    && !value.asText().endsWith(highest.toString())) {
                return null;
            }
        }
        if (verdicts.size() != 1) {
            return null;
        }
        JsonNode verdict = verdicts.get(0);
        if (verdict.isObject()) {
            return json(verdict);
        }
        BigDecimal number = verdict.isNumber()
                ? verdict.decimalValue()
                : verdict.isTextual() ? numbers.in(verdict.textValue()) : null;
        return number == null ? null : reading(number);
    }

    private Reading reading(BigDecimal number) {
        return number.compareTo(lowest) < 0 || number.compareTo(highest) > 0
                ? Reading.OUT_OF_RANGE
                : new Reading(Outcome.SCORED, number.doubleValue());
    }
}
