/**
 * Definitions by tenant, id and version in PostgreSQL. Rule: what was written is never changed;
 * each call is one transaction, and changes of one tenant come one after the other.
 */
@NullMarked
package io.activitycore.postgres.registry;

import org.jspecify.annotations.NullMarked;
