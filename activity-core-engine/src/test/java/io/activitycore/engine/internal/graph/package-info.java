/** The walk, driven by hand. Rule: no Temporal, no clock; every settlement is the test's own. */
@NullMarked
package io.activitycore.engine.internal.graph;

import org.jspecify.annotations.NullMarked;
