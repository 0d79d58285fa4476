/**
 * The ports: what a broker adapter, a store or a host's container implements. Rule: one to three
 * methods each; no Temporal, broker or JDBC type.
 */
@NullMarked
package io.activitycore.spi;

import org.jspecify.annotations.NullMarked;
