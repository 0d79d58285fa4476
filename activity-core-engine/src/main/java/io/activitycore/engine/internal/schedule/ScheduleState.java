package io.activitycore.engine.internal.schedule;

import io.activitycore.spi.TickStore.Kind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** See {@code Schedules.State}. */
public record ScheduleState(
    String activityId,
    boolean paused,
    String note,
    @Nullable Instant next,
    @Nullable Instant lastRun,
    @Nullable Instant lateSince,
    long due,
    long waiting,
    Map<Kind, Long> counts) {}
