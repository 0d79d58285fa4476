/** Tests of schedules that need no server; those that do are in the samples. */
@NullMarked
package io.activitycore.engine.internal.schedule;

import org.jspecify.annotations.NullMarked;
