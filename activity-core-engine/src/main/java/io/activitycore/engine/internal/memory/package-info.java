/**
 * Store and broker in this process, for tests, samples and hosts that need neither to outlive it.
 * Rule: the same contract as the real ones.
 */
@NullMarked
package io.activitycore.engine.internal.memory;

import org.jspecify.annotations.NullMarked;
