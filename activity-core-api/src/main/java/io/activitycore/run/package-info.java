/**
 * What is known of events and runs afterwards: run keys, decisions, outcomes. Rule: plain records
 * that a store can keep.
 */
@NullMarked
package io.activitycore.run;

import org.jspecify.annotations.NullMarked;
