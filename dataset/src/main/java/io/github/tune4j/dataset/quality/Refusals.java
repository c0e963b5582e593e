package io.github.tune4j.dataset.quality;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an answer says that it will not or cannot answer. Words that are only quoted do not count. */
final class Refusals {
    /** A refusal stands at the beginning; what follows in a long answer is its subject. */
    private static final int BEGINNING = 300;

    private static final Pattern QUOTED =
            Pattern.compile("「[^」]*」|『[^』]*』|“[^”]*”|\"[^\"\\n]*\"|`[^`\\n]*`|(?<![A-Za-z])'[^'\\n]*'(?![A-Za-z])");

    private static final String CANNOT =
            "(?:can ?not|can't|could not|couldn't|am (?:not able|unable)|'m (?:not able|unable)|won't|will not|am not going)";
    private static final String ANSWERING =
            "(?:help|assist|answer|respond|reply|provid|fulfil|comply|discuss|say\\b|shar|tell|give|offer|engage|support|complete|"
                    + "continu|talk|speak|generat|creat|writ|produc|advis|comment|recommend|address|process|access|do (?:that|this|so)|"
                    + "be of|confirm|verify|determin|disclos|reveal|browse|see\\b|make)";

    private static final Pattern ENGLISH = Pattern.compile("(?i)"
            + String.join(
                    "|",
                    "\\bI,? (?:really |simply |just |also |truly |unfortunately )?" + CANNOT
                            + "(?: (?:to|in good conscience|legally|ethically|currently|really|directly|be able to|personally))*[ ,]+"
                            + ANSWERING,
                    "\\bI" + CANNOT + " (?:to )?" + ANSWERING,
                    "\\bI(?:'m| am) (?:not (?:comfortable|allowed|permitted|authori[sz]ed|qualified|in a position|at liberty"
                            + "|designed|programmed|sure (?:what|how|I))|prohibited|restricted from|unable)",
                    "\\bI (?:must|have to|need to|will have to|would rather|am going to) (?:respectfully |politely )?(?:declin|refus|refrain|not answer)",
                    "\\bI(?:'d| would)? (?:respectfully |politely )?(?:decline|refuse)\\b",
                    "\\bI (?:do not|don't) (?:know|have (?:access|any (?:information|knowledge|data)|(?:enough|sufficient) (?:information|context|data)"
                            + "|the (?:information|ability|necessary|context|answer)|information|real-time|personal opinions|an answer)|feel comfortable"
                            + "|provide|give|offer)",
                    "\\b(?:I|we) (?:have|had) no (?:access|information|knowledge|answer|idea|data)\\b",
                    "\\bI(?:'m| am) (?:sorry|afraid)\\b[^.!?]{0,60}\\b(?:can ?not|can't|unable|not able|won't|don't|do not|no (?:information|answer))\\b",
                    "\\b(?:sorry|apologi[sz]e|apologies|unfortunately|regret)\\b[^.!?]{0,40}\\b(?:I|we)\\b[^.!?]{0,20}\\b(?:can ?not|can't|unable|not able"
                            + "|won't|do not know|don't know|do not have|don't have)\\b",
                    "\\bAs an? (?:AI|artificial intelligence|(?:large )?language model)(?: (?:language )?(?:model|assistant|system|chatbot))?,? I\\b[^.!?]{0,80}\\b(?:not|can't|don't|unable|no|cannot)\\b",
                    "\\b(?:not|\\w+n't) (?:be )?(?:appropriate|ethical|right|responsible|possible) for me to\\b",
                    "\\b(?:outside|beyond)(?: of)? (?:my|what I|the scope of (?:my|what I))\\b",
                    "\\bagainst my (?:guideline|polic|programming|rule|principle|ethic|instruction|training)",
                    "\\bmy (?:guidelines|policies|programming|rules|instructions) (?:do not|don't|forbid|prohibit|prevent)",
                    "\\b(?:the |this |that )?(?:provided |given |supplied |above )?(?:document|text|passage|context|source|excerpt|article"
                            + "|information provided)s? (?:does not|doesn't|do not|don't) (?:contain|provide|include|mention|say|specify|state"
                            + "|answer|have|give)\\b[^.!?]{0,80}(?:answer|information|enough|question|this|that|say|detail|it\\b)",
                    "\\bno (?:answer|information) (?:is |was |can be )?(?:available|found|given|provided)\\b[^.!?]{0,30}$",
                    "^(?:I )?(?:do not|don't) know[.!]?$|^no comment[.!]?$|^no idea[.!]?$"));

    private static final Pattern JAPANESE = Pattern.compile(
            String.join(
                    "|",
                    "(?:お答え|お応え|回答|返答|お伝え|お手伝い|お話し?|お力添え|[ご御](?:提供|案内|説明|対応|紹介|提示|協力|要望|希望|質問))"
                            + "(?:を|は|も|に|が|する|して|さしあげる|差し上げる|申し上げる|いたす|こと|お応え|お答え|お?添い){0,4}"
                            + "(?:(?:でき|出来)(?:ません|ない|かね|ず)|(?:いたし|致し|し)かね|いたしません|られ(?:ません|ない))",
                    "(?:答え|応え|教え|述べ|話し|語)(?:る|て)?(?:こと)?(?:は|が|も)?(?:でき|出来|られ)(?:ません|ない|かね)",
                    "(?:述べる|説明する|話す|言う|お話しする|判断する|断定する|助言する|応じる|書く|作成する|生成する)(?:こと)(?:は|が|も)?(?:でき|出来)(?:ません|かね|ない)",
                    "(?:申し訳(?:ありません|ございません|ない(?:です|の))|すみません|すいません|恐れ入りますが|恐縮ですが|残念ながら|ごめんなさい|あいにく)"
                            + "[^。！？]{0,80}(?:でき(?:ません|ない|かね)|出来ません|かねます|わかりません|分かりません|ありません|ございません|いたしません|控え|存じません)",
                    "(?:差し控え|控え(?:さ|いた|ます|たい|る必要)|お断り|辞退|遠慮(?:さ|いた|します))",
                    "(?:情報|知識|資料|データ|文脈|文書|記載)(?:が|は|に)[^。！？]{0,20}(?:不足|ない|ありません|ございません|記載され|含まれ|見つかり)"
                            + "[^。！？]{0,20}(?:答え|回答|お応え|判断|わかり|分かり)[^。！？]{0,10}(?:でき|出来|ません|かね)",
                    "^[^。]{0,9}(?:わかり|分かり|判り|存じ(?:上げ)?|知り)(?:ませ|かね)(?:ん|ます)。?$",
                    "私(?:は|には)?(?:AI|ＡＩ|人工知能|言語モデル)[^。！？]{0,60}(?:ません|ない|かね)",
                    "(?:AI|ＡＩ|人工知能|言語モデル)(?:の|である|です|なので|ですので|として)[^。！？]{0,10}私?[^。！？]{0,30}(?:意見|感情|個人的|お答え|回答)[^。！？]{0,20}(?:ません|ない|かね)"));

    /** Who refuses, or what has no answer. Without one of these there is no refusal in English. */
    private static final List<String> REFUSERS = List.of(
            " i ",
            " i'",
            " we ",
            " me ",
            " my ",
            "sorry",
            "apolog",
            "document",
            " text",
            "passage",
            "context",
            "source",
            "excerpt",
            "article",
            "information",
            " know",
            " no ");

    /** That something is not. Without one of these there is no refusal at all. */
    private static final List<String> DENIALS = List.of(
            "n't",
            " not ",
            "cannot",
            " no ",
            "declin",
            "refus",
            "unable",
            "refrain",
            "outside",
            "beyond",
            "against",
            "rather",
            "prohibit",
            "restrict",
            "forbid");

    private static final List<String> JAPANESE_REFUSERS = List.of(
            "答", "応え", "伝え", "話", "手伝", "力添", "提供", "案内", "説明", "対応", "紹介", "提示", "協力", "要望", "希望", "質問", "教え", "述べ",
            "語", "言う", "判断", "断定", "助言", "応じ", "書く", "作成", "生成", "申し訳", "すみません", "すいません", "恐れ入り", "恐縮", "残念", "ごめん",
            "あいにく", "控え", "断り", "辞退", "遠慮", "わかり", "分かり", "判り", "存じ", "知り", "AI", "ＡＩ", "人工知能", "言語モデル");

    private static final List<String> JAPANESE_DENIALS = List.of("ません", "ない", "かね", "控え", "断り", "辞退", "遠慮", "できず");

    private Refusals() {}

    static boolean refuses(String answer) {
        String begin = answer.substring(0, Math.min(2 * BEGINNING, answer.length()));
        String lower = " " + begin.toLowerCase(Locale.ROOT).replace('’', '\'').replace('\n', ' ');
        boolean english = hasOneOf(lower, DENIALS) && hasOneOf(lower, REFUSERS);
        boolean japanese = hasOneOf(begin, JAPANESE_DENIALS) && hasOneOf(begin, JAPANESE_REFUSERS);
        if (!english && !japanese) {
            return false;
        }
        String text = QUOTED.matcher(begin.strip()).replaceAll("…");
        String said = (text.equals("…") ? begin : text).replace('’', '\'').replace('\n', ' ');
        String beginning = said.substring(0, Math.min(BEGINNING, said.length()));
        return english && beginsAtAWord(ENGLISH, beginning)
                || japanese && JAPANESE.matcher(beginning).find();
    }

    /** As finding the pattern anywhere, but only from the beginnings of words, which are few. */
    private static boolean beginsAtAWord(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
        for (int i = 0; i < text.length(); i++) {
            boolean begins =
                    Character.isLetter(text.charAt(i)) && (i == 0 || !Character.isLetterOrDigit(text.charAt(i - 1)));
            if (begins && matcher.region(i, text.length()).lookingAt()) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasOneOf(String text, List<String> words) {
        for (String word : words) {
            if (text.contains(word)) {
                return true;
            }
        }
        return false;
    }
}
