/**
 * Events in and out over RabbitMQ. Rule: the only types of the client that leave this package are
 * those that {@link io.activitycore.rabbitmq.RabbitOptions} takes from the host; a channel is used
 * by one thread only.
 */
@NullMarked
package io.activitycore.rabbitmq;

import org.jspecify.annotations.NullMarked;
