/** The main job on the real servers, with kills and outages. */
@NullMarked
package io.activitycore.samples.nats;

import org.jspecify.annotations.NullMarked;
