/**
 * What operators watch, reported to the metrics scope of the host's Temporal client. Rule: every
 * name is a {@link io.activitycore.engine.internal.metrics.Metric}, always with the same tags, and
 * no tag's values come from events.
 */
@NullMarked
package io.activitycore.engine.internal.metrics;

import org.jspecify.annotations.NullMarked;
