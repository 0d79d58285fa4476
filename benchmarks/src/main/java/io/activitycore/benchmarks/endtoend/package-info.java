/**
 * A run of ours beside a hand-written Temporal workflow, on a real server. Rule: whatever is
 * measured is measured of both, by the same means, in the same process.
 */
@NullMarked
package io.activitycore.benchmarks.endtoend;

import org.jspecify.annotations.NullMarked;
