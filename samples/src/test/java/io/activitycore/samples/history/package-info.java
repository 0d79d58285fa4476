/** Histories of a real server, for the engine's replay test. */
@NullMarked
package io.activitycore.samples.history;

import org.jspecify.annotations.NullMarked;
