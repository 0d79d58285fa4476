/** That the benchmark still runs. */
@NullMarked
package io.activitycore.benchmarks.routing;

import org.jspecify.annotations.NullMarked;
