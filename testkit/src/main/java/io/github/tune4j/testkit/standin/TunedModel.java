package io.github.tune4j.testkit.standin;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A model that was tuned: answers with the completion that it learned for the nearest prompt when that is clear, and as the
 * base model does when it is not.
 */
public final class TunedModel implements LocalModel {
    private static final int FORMAT = 0x54344a31;

    /** Below this a prompt is not one that the model was tuned for. */
    private static final double CLEAR = 0.12;

    private final Rarity rarity;
    private final Tower prompts;
    private final Tower completions;
    private final List<Learned> learned;
    private final List<Memory> memory = new ArrayList<>();

    /**
     * A record that was learned.
     *
     * @param prompt its prompt
     * @param completion its completion
     * @param certainty how much of the doubt about the completion training has taken away, 0 (none) to 1
     */
    record Learned(String prompt, String completion, double certainty) {}

    private record Memory(Learned learned, Bag prompt, float[] completion) {}

    private TunedModel(Rarity rarity, Tower prompts, Tower completions, List<Learned> learned) {
        this.rarity = rarity;
        this.prompts = prompts;
        this.completions = completions;
        this.learned = List.copyOf(learned);
        for (Learned one : learned) {
            if (one.certainty() > 0) {
                Bag prompt = rarity.bag(one.prompt(), Rarity.View.CONTENT);
                float[] completion = completions.embed(rarity.bag(one.completion(), Rarity.View.ALL));
                memory.add(new Memory(one, prompt, completion));
            }
        }
    }

    static TunedModel untrained() {
        return new TunedModel(Rarity.none(), Tower.untrained(), Tower.untrained(), List.of());
    }

    /** This model after more training; what it had learned before stays, what it learned again is replaced. */
    TunedModel with(Rarity newRarity, Tower newPrompts, Tower newCompletions, List<Learned> more) {
        List<Learned> all = new ArrayList<>(learned);
        Set<String> again = more.stream().map(Learned::prompt).collect(Collectors.toSet());
        all.removeIf(old -> again.contains(old.prompt()));
        all.addAll(more);
        return new TunedModel(newRarity, newPrompts, newCompletions, all);
    }

    Rarity rarity() {
        return rarity;
    }

    Tower prompts() {
        return prompts;
    }

    Tower completions() {
        return completions;
    }

    @Override
    public Completion answer(Prompt prompt) {
        return Answering.of(prompt, () -> {
            String recalled = recall(prompt.question());
            return recalled == null ? UntunedModel.words(prompt) : recalled;
        });
    }

    /**
     * The completion that is remembered best for a question; null when none is clear. A record is remembered the better, the nearer its prompt
     * and, in the trained tables, its completion are to the question, and the surer training has made it.
     */
    private @Nullable String recall(String question) {
        Bag asked = rarity.bag(question, Rarity.View.CONTENT);
        float[] vector = prompts.embed(rarity.known(asked));
        String best = null;
        double most = 0;
        for (Memory one : memory) {
            double near = one.learned().certainty() * asked.near(one.prompt());
            double score = near + one.learned().certainty() * Tower.dot(vector, one.completion());
            if (near >= CLEAR && score > most) {
                most = score;
                best = one.learned().completion();
            }
        }
        return best;
    }

    /** This model as bytes that {@link #read} takes. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            rarity.writeTo(out);
            prompts.writeTo(out);
            completions.writeTo(out);
            out.writeInt(learned.size());
            for (Learned one : learned) {
                writeText(out, one.prompt());
                writeText(out, one.completion());
                out.writeDouble(one.certainty());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Reads a model.
     *
     * @throws IOException if these are not a model's bytes
     */
    public static TunedModel read(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != FORMAT) {
                throw new IOException("Not a tuned model of this version.");
            }
            Rarity rarity = Rarity.read(in);
            Tower prompts = Tower.read(in);
            Tower completions = Tower.read(in);
            int records = in.readInt();
            List<Learned> learned = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                learned.add(new Learned(readText(in), readText(in), in.readDouble()));
            }
            return new TunedModel(rarity, prompts, completions, learned);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String readText(DataInputStream in) throws IOException {
        return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
}
