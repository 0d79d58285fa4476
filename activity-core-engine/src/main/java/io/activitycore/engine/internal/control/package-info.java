/**
 * What operators do to runs: look, pause, resume, cancel, terminate, redrive. Rule: through
 * Temporal's own requests, so that a stuck worker cannot refuse what must not be refused.
 */
@NullMarked
package io.activitycore.engine.internal.control;

import org.jspecify.annotations.NullMarked;
