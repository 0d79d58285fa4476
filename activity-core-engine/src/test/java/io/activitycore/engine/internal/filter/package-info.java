/**
 * Tests of routing; the library event-ruler, which Amazon EventBridge runs on, is the oracle for
 * filters.
 */
@NullMarked
package io.activitycore.engine.internal.filter;

import org.jspecify.annotations.NullMarked;
