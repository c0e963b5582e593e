/** Driving a local AWS: its clock, bill, calls, faults and quotas, in the same process or from another. */
package io.github.tune4j.testkit.control;
