package io.activitycore.postgres.registry;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What somebody did to an activity.
 *
 * @param version which version it was done to; null when to all of them
 * @param action {@code draft}, {@code publish}, {@code retire}, {@code promote}, {@code roll_back},
 *     {@code enable}, {@code disable}, {@code label}
 * @param author who
 * @param comment why; optional
 * @param at when
 */
public record RegistryChange(
    @Nullable Integer version,
    String action,
    String author,
    @Nullable String comment,
    Instant at) {}
