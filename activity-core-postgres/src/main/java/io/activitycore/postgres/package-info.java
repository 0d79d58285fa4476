/**
 * The system of record on PostgreSQL. Rule: SQL stands here and nowhere else; values are
 * parameters, and the host owns the DataSource.
 */
@NullMarked
package io.activitycore.postgres;

import org.jspecify.annotations.NullMarked;
