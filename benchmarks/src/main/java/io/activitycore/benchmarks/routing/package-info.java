/**
 * Decoding and routing beside a plain Jackson parse of the same bytes. Rule: figures are ratios to
 * that parse, measured in the same minutes.
 */
@NullMarked
package io.activitycore.benchmarks.routing;

import org.jspecify.annotations.NullMarked;
