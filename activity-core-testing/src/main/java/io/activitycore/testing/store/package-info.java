/**
 * The contract of a store as JUnit suites: a store's tests extend each suite and lend it a store.
 * Rule: a rule has a number that never changes and a sentence; a suite sees the ports only.
 */
@NullMarked
package io.activitycore.testing.store;

import org.jspecify.annotations.NullMarked;
