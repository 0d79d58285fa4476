/**
 * The walk over a plan without Temporal. Rule: figures are microseconds a node, so that a graph's
 * size can be seen not to matter.
 */
@NullMarked
package io.activitycore.benchmarks.graph;

import org.jspecify.annotations.NullMarked;
