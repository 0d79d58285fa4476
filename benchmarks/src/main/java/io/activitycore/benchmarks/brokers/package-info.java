/**
 * Events from each broker beside what its client and Temporal's do alone, on real servers. Rule:
 * both get the same bytes from the same kind of queue, in the same process, in turns.
 */
@NullMarked
package io.activitycore.benchmarks.brokers;

import org.jspecify.annotations.NullMarked;
