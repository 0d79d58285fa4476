/**
 * Which definitions an event concerns: filters and the index over them. Rule: route is pure; no
 * I/O, clock or randomness, so the same event and the same definitions give the same answer in a
 * worker, in a test and on the command line.
 */
@NullMarked
package io.activitycore.engine.internal.filter;

import org.jspecify.annotations.NullMarked;
