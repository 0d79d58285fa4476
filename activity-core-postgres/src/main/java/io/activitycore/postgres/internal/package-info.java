/**
 * The ports over tables. Rule: all SQL stands here, each call is one transaction, and every value
 * is a parameter.
 */
@NullMarked
package io.activitycore.postgres.internal;

import org.jspecify.annotations.NullMarked;
