/** What a newcomer sees first works. */
@NullMarked
package io.activitycore.samples.quickstart;

import org.jspecify.annotations.NullMarked;
