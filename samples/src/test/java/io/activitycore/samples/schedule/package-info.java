/** The schedule arithmetic beside a real Temporal server. */
@NullMarked
package io.activitycore.samples.schedule;

import org.jspecify.annotations.NullMarked;
