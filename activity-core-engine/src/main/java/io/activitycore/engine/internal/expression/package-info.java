/**
 * Compiled expressions, each compiled once. Rule: the only package that looks for an expression
 * engine.
 */
@NullMarked
package io.activitycore.engine.internal.expression;

import org.jspecify.annotations.NullMarked;
