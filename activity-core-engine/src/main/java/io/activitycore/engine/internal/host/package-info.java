/**
 * Life of the core inside its host: Temporal workers, the search attribute, the current set of
 * definitions. Rule: wires the stages, decides nothing about events or runs.
 */
@NullMarked
package io.activitycore.engine.internal.host;

import org.jspecify.annotations.NullMarked;
