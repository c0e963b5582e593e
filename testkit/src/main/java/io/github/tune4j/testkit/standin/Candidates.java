package io.github.tune4j.testkit.standin;

import java.util.Arrays;
import java.util.List;

/**
 * The completions that a record's own one must stand out from, and one step's pull on them. They are the same for every record, so a
 * loss means the same at every batch size, in a short batch, and on both curves.
 */
final class Candidates {
    /** What a likeness of 1 counts for in the softmax. */
    private static final double SCALE = 12;

    private final Tower tower;
    private final List<Bag> bags;
    private final float[][] vectors;
    private final float[][] pulls;

    /** The candidates where their tower stands now. */
    Candidates(Tower tower, List<Bag> bags) {
        this.tower = tower;
        this.bags = bags;
        this.vectors = new float[bags.size()][];
        this.pulls = new float[bags.size()][Tower.SIZE];
        Arrays.setAll(vectors, i -> tower.embed(bags.get(i)));
    }

    /**
     * One record's loss, and which way its vectors should move.
     *
     * @param loss negative log likelihood of the own completion, above 0
     * @param prompt the prompt's direction
     * @param own the own completion's direction
     */
    record Pull(double loss, float[] prompt, float[] own) {}

    /**
     * The loss of one record: the softmax's negative log likelihood of its own completion.
     *
     * @param prompt the prompt's vector
     * @param own the own completion's vector
     * @param index where the own completion is among the candidates; -1 when it is not
     */
    double loss(float[] prompt, float[] own, int index) {
        return loss(scores(prompt, index), score(prompt, own));
    }

    /** The loss as {@link #loss(float[], float[], int)}, and its pull; the pull on the candidates is kept for {@link #move}. */
    Pull pull(float[] prompt, float[] own, int index) {
        double[] scores = scores(prompt, index);
        double ownScore = score(prompt, own);
        double loss = loss(scores, ownScore);
        float[] promptPull = new float[Tower.SIZE];
        float[] ownPull = new float[Tower.SIZE];
        double others = 0;
        for (int j = 0; j < scores.length; j++) {
            double share = StrictMath.exp(scores[j] - ownScore - loss);
            others += share;
            float push = (float) (-SCALE * share);
            Tower.add(promptPull, vectors[j], push);
            Tower.add(pulls[j], prompt, push);
        }
        Tower.add(promptPull, own, (float) (SCALE * others));
        Tower.add(ownPull, prompt, (float) (SCALE * others));
        return new Pull(loss, promptPull, ownPull);
    }

    /** Moves the candidates as they were pulled. */
    void move(double by) {
        for (int j = 0; j < pulls.length; j++) {
            tower.move(bags.get(j), pulls[j], by);
        }
    }

    private double[] scores(float[] prompt, int index) {
        double[] scores = new double[vectors.length];
        Arrays.setAll(scores, j -> j == index ? Double.NEGATIVE_INFINITY : score(prompt, vectors[j]));
        return scores;
    }

    private static double score(float[] prompt, float[] completion) {
        return SCALE * Tower.dot(prompt, completion);
    }

    private static double loss(double[] scores, double own) {
        double most = Arrays.stream(scores).max().orElse(Double.NEGATIVE_INFINITY);
        double sum = 0;
        for (double score : scores) {
            sum += StrictMath.exp(score - most);
        }
        double ahead = most + StrictMath.log(sum) - own;
        double loss =
                ahead > 0 ? ahead + StrictMath.log1p(StrictMath.exp(-ahead)) : StrictMath.log1p(StrictMath.exp(ahead));
        return Math.max(loss, Double.MIN_NORMAL);
    }
}
