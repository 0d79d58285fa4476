/**
 * What is checked before a definition may be used, beyond its form: graph, expressions, filters,
 * forms. Rule: pure; every problem at once, each with its place.
 */
@NullMarked
package io.activitycore.engine.internal.check;

import org.jspecify.annotations.NullMarked;
