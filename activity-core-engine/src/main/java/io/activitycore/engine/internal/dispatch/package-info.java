/**
 * Step 3: start a run for each match, record it, and only then let the broker forget the event.
 * Rule: start, record, ack; the same id every time.
 */
@NullMarked
package io.activitycore.engine.internal.dispatch;

import org.jspecify.annotations.NullMarked;
