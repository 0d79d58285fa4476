/**
 * The CEL engine behind the expression port. Rule: nothing here does I/O, reads a clock or draws a
 * random number, and every evaluation ends within a fixed budget of work; of CEL nothing leaves
 * this package.
 */
@NullMarked
package io.activitycore.cel;

import org.jspecify.annotations.NullMarked;
