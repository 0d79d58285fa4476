/**
 * Roots shared by all packages of the library: nothing here depends on a Temporal, broker or JDBC
 * type.
 */
@NullMarked
package io.activitycore;

import org.jspecify.annotations.NullMarked;
