/**
 * Step 4: the RunActivity workflow, its driver and its local Temporal activities. Rule: workflow
 * code is deterministic; what is decided is decided by plan and graph, this package only carries it
 * out.
 */
@NullMarked
package io.activitycore.engine.internal.run;

import org.jspecify.annotations.NullMarked;
