/**
 * Events in and out over Apache Kafka. Rule: the host meets no type of Kafka's client here; what
 * only the client can express goes in as its properties.
 */
@NullMarked
package io.activitycore.kafka;

import org.jspecify.annotations.NullMarked;
