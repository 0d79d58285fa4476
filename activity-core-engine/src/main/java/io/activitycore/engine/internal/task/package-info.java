/**
 * The host's code: finding handler methods, calling them, and showing them to Temporal by task
 * type. Rule: the only package that calls a handler.
 */
@NullMarked
package io.activitycore.engine.internal.task;

import org.jspecify.annotations.NullMarked;
