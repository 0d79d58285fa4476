/** Tests that the routing benchmark measures what it says. */
@NullMarked
package io.activitycore.benchmarks.routing;

import org.jspecify.annotations.NullMarked;
