/**
 * A host with NATS JetStream and a real Temporal. Rule: the smallest that a team would really
 * deploy.
 */
@NullMarked
package io.activitycore.samples.nats;

import org.jspecify.annotations.NullMarked;
