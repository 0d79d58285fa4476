/**
 * When a schedule ticks: Temporal's schedule arithmetic, to the second, and what is refused of it.
 * Rule: pure; no Temporal type, I/O, clock or randomness. Where the server's ways differ from
 * everybody's expectation (at the two changes of the clock in a year) the server's are followed.
 */
@NullMarked
package io.activitycore.engine.internal.tick;

import org.jspecify.annotations.NullMarked;
