/** Tests of templates, of the checks before a definition is saved, and of the plan's wire form. */
@NullMarked
package io.activitycore.engine.internal.plan;

import org.jspecify.annotations.NullMarked;
