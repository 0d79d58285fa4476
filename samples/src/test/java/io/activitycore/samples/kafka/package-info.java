/** Whole hosts over Kafka. Rule: they see it as a host does, through the adapter. */
@NullMarked
package io.activitycore.samples.kafka;

import org.jspecify.annotations.NullMarked;
