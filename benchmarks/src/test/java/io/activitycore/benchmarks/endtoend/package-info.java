/** Tests that the end-to-end benchmark compares what it says. */
@NullMarked
package io.activitycore.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
