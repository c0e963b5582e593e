/**
 * Tuning jobs. Start with {@link io.github.tune4j.job.FineTuningJob}.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.job.FineTuningJob} - a tuning job: a handle over its ARN
 *   <li>{@link io.github.tune4j.job.JobSnapshot} - what a job looked like at one moment
 *   <li>{@link io.github.tune4j.job.JobState} - where a job stands
 *   <li>{@link io.github.tune4j.job.CustomModel} - a tuned model
 *   <li>{@link io.github.tune4j.job.PreflightReport} - what was looked for before a job, and found
 *   <li>{@link io.github.tune4j.job.FailureExplanation} - what lies behind a failure
 *   <li>{@link io.github.tune4j.job.HyperParameterSweep} - the same job with several hyperparameters
 *   <li>{@link io.github.tune4j.job.SweepReport} - how the variants of a sweep came out
 *   <li>{@link io.github.tune4j.job.PreflightException} - a job would fail, and was not submitted
 *   <li>{@link io.github.tune4j.job.JobFailedException} - a job ended without a result
 *   <li>{@link io.github.tune4j.job.StillRunningException} - a job had not ended in time
 *   <li>{@link io.github.tune4j.job.JobMismatchException} - the name belongs to another job
 * </ul>
 */
package io.github.tune4j.job;
