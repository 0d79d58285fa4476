/** What routing costs beside a plain parse. Rule: the same bytes for every figure. */
@NullMarked
package io.activitycore.benchmarks.routing;

import org.jspecify.annotations.NullMarked;
