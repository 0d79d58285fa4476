/**
 * What people may do with human tasks, and what their outcomes must look like. Rule: pure; a task
 * and a wish in, the changed task or a refusal out.
 */
@NullMarked
package io.activitycore.engine.internal.human;

import org.jspecify.annotations.NullMarked;
