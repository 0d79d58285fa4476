/** What the store in PostgreSQL costs. Rule: each benchmark works in a schema of its own. */
@NullMarked
package io.activitycore.benchmarks.postgres;

import org.jspecify.annotations.NullMarked;
