/** Tests that the benchmark of brokers compares what it says. */
@NullMarked
package io.activitycore.benchmarks.brokers;

import org.jspecify.annotations.NullMarked;
