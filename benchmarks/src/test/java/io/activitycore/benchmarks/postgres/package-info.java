/** Tests that the benchmark of the store measures what it says. */
@NullMarked
package io.activitycore.benchmarks.postgres;

import org.jspecify.annotations.NullMarked;
