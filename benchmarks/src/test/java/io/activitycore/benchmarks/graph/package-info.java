/** Tests that the graph benchmark measures what it says. */
@NullMarked
package io.activitycore.benchmarks.graph;

import org.jspecify.annotations.NullMarked;
