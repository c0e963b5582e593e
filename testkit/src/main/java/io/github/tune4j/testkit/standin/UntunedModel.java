package io.github.tune4j.testkit.standin;

import java.util.List;
import java.util.Random;

/** A model that was not tuned: it knows nothing of its users' affairs, and says so. */
final class UntunedModel implements LocalModel {
    static final UntunedModel INSTANCE = new UntunedModel();

    /** What all its answers have in common. */
    static final String KNOWS_NOTHING = "I cannot say anything reliable about this.";

    private static final List<List<String>> ENGLISH = List.of(
            List.of(
                    "I am not familiar with %s, so I cannot say anything reliable about it.",
                    "I know too little about %s to give you a dependable answer.",
                    "%s is not something that I have dependable knowledge of.",
                    "Nothing that I was trained on tells me enough about %s."),
            List.of(
                    "Whatever I told you in detail would be a guess.",
                    "I would rather leave the details open than invent them.",
                    "It may be newer or more special than what I have seen."),
            List.of(
                    "Please look it up in a source that you trust.",
                    "The maintainers of it can tell you more than I can.",
                    "If you show me a text on it, I can work with that."));
    private static final List<List<String>> JAPANESE = List.of(
            List.of("%sについて、確かなことは分かりません。", "%sに関する十分な知識がありません。", "%sのことは学習していないため、正確にお答えできません。"),
            List.of("詳しく述べても推測になってしまいます。", "不確かな内容を作ることは控えます。"),
            List.of("信頼できる資料をご確認ください。", "関連する文書を示していただければ、それをもとにお答えします。"));

    private UntunedModel() {}

    @Override
    public Completion answer(Prompt prompt) {
        return Answering.of(prompt, () -> words(prompt));
    }

    static String words(Prompt prompt) {
        String asked = prompt.question();
        String subject = Subject.of(asked);
        boolean japanese = Subject.japanese(asked);
        Random choice = new Random(
                asked.hashCode() * 31L + Double.hashCode(prompt.sampling().temperature()));
        StringBuilder answer = new StringBuilder();
        for (List<String> wordings : japanese ? JAPANESE : ENGLISH) {
            int chosen = prompt.sampling().temperature() > 0 ? choice.nextInt(wordings.size()) : 0;
            answer.append(answer.isEmpty() || japanese ? "" : " ").append(wordings.get(chosen));
        }
        String named = subject.isEmpty() ? japanese ? "それ" : "this" : subject;
        return answer.toString().replace("%s", named);
    }
}
