/**
 * From answers to a verdict. Start with {@link io.github.tune4j.evaluation.Evaluation}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.evaluation.Metric} - something that scores an answer
 *   <li>{@link io.github.tune4j.evaluation.Verdict} - a score, or why there is none
 *   <li>{@link io.github.tune4j.evaluation.Evaluation} - several metrics over a sheet of answers
 *   <li>{@link io.github.tune4j.evaluation.Scores} - what an evaluation says of one sheet
 *   <li>{@link io.github.tune4j.evaluation.Summary} - one metric over one sheet
 *   <li>{@link io.github.tune4j.evaluation.Comparison} - two models on the same questions
 *   <li>{@link io.github.tune4j.evaluation.AcceptancePolicy} - what scores must be like for a build to go on
 *   <li>{@link io.github.tune4j.evaluation.NotAcceptedException} - they are not like that
 *   <li>{@link io.github.tune4j.evaluation.Report} - scores or a comparison as a document
 *   <li>{@link io.github.tune4j.evaluation.EvidencePack} - a folder from which every number can be computed again
 * </ul>
 */
package io.github.tune4j.evaluation;
