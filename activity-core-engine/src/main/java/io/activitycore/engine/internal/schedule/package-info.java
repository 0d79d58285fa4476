/**
 * Schedules on Temporal: made of definitions, compared, and their ticks accounted for. Rule: of
 * time it believes the server's answers, and the workers' clocks only as a hint to ask.
 */
@NullMarked
package io.activitycore.engine.internal.schedule;

import org.jspecify.annotations.NullMarked;
