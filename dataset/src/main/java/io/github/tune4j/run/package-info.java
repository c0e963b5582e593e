/**
 * What a run has in common, whatever it does: time, progress, money, and what it says of itself in a report.
 *
 * <ul>
 *   <li>{@link io.github.tune4j.run.TimeSource} - now, sleep and later, replaceable
 *   <li>{@link io.github.tune4j.run.Progress} - how far counted work has come
 *   <li>{@link io.github.tune4j.run.ProgressListener} - who hears of it
 *   <li>{@link io.github.tune4j.run.Budget} - the most that a run may spend, and what it has spent
 *   <li>{@link io.github.tune4j.run.BudgetExceededException} - what would have passed it
 *   <li>{@link io.github.tune4j.run.Charge} - money spent
 *   <li>{@link io.github.tune4j.run.TokenPrice} - what tokens cost
 *   <li>{@link io.github.tune4j.run.CostEstimate} - what something is going to cost
 *   <li>{@link io.github.tune4j.run.FinishedFile} - a file that has its name only when it is complete
 *   <li>{@link io.github.tune4j.run.ReportSection} - a part of a report in neutral blocks
 *   <li>{@link io.github.tune4j.run.Reportable} - who can give one
 * </ul>
 */
package io.github.tune4j.run;
