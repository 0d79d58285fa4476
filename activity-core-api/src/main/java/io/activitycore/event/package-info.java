/**
 * The event envelope. Rule: what stands here is what travels; nothing here knows a broker, a
 * definition or a run.
 */
@NullMarked
package io.activitycore.event;

import org.jspecify.annotations.NullMarked;
