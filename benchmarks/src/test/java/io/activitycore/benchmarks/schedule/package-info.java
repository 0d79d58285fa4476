/** The measuring itself. */
@NullMarked
package io.activitycore.benchmarks.schedule;

import org.jspecify.annotations.NullMarked;
