/** Histories of a real server, for the engine's replay test. */
@org.jspecify.annotations.NullMarked
package io.activitycore.samples.history;
