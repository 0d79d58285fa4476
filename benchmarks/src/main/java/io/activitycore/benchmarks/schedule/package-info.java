/** What a tick of a schedule costs. */
@NullMarked
package io.activitycore.benchmarks.schedule;

import org.jspecify.annotations.NullMarked;
