/**
 * Expressions as a port: text in, a value out. Rule: an expression is pure; it reads the variables
 * it is given and nothing else, so that the same inputs give the same value in a workflow, in a
 * test and on the command line.
 */
@NullMarked
package io.activitycore.expression;

import org.jspecify.annotations.NullMarked;
