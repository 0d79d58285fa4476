/**
 * The contract of a broker adapter as JUnit suites: an adapter's tests extend each suite and lend
 * it a {@link io.activitycore.testing.contract.BrokerHarness}. Rule: a rule has a number that never
 * changes and a sentence; it is skipped only for a capability that the adapter does not declare or
 * a fault that its harness cannot make.
 */
@NullMarked
package io.activitycore.testing.contract;

import org.jspecify.annotations.NullMarked;
