/**
 * Events in and out over NATS JetStream. Rule: the only types of NATS that leave this package are
 * those that {@link io.activitycore.nats.NatsOptions} takes from the host.
 */
@NullMarked
package io.activitycore.nats;

import org.jspecify.annotations.NullMarked;
