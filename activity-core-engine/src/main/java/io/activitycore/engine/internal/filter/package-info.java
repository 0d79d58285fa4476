/**
 * The filter language: what a definition asks of an event's payload. Rule: pure; no I/O, clock or
 * randomness, so the same payload and the same filter give the same answer in a worker, in a test
 * and on the command line.
 *
 * <p>Filters mean what Amazon EventBridge's library event-ruler makes of them; the test {@code
 * FilterDifferenceTest} lists where they differ on purpose, and why. The library itself is not
 * used: each filter is asked alone, after a look-up by type and by the most selective equality.
 */
@NullMarked
package io.activitycore.engine.internal.filter;

import org.jspecify.annotations.NullMarked;
