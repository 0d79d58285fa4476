/**
 * Step 5: what must be told is published, at least once, under a stable id. Rule: rows are claimed
 * by status, never by a cursor.
 */
@NullMarked
package io.activitycore.engine.internal.outbox;

import org.jspecify.annotations.NullMarked;
