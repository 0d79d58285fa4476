/**
 * How a process learns that definitions have changed. Rule: one connection of the host's, held
 * while somebody listens and given back as it was.
 */
@NullMarked
package io.activitycore.postgres.registry.internal;

import org.jspecify.annotations.NullMarked;
