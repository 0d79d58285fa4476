/** Tests of the checks. */
@NullMarked
package io.activitycore.engine.internal.check;

import org.jspecify.annotations.NullMarked;
