/**
 * The main job in one process. Rule: what a newcomer sees first, so it uses the public API only and
 * prints what happened.
 */
@NullMarked
package io.activitycore.samples.quickstart;

import org.jspecify.annotations.NullMarked;
