package io.activitycore.definition;

/** Started by hand only: {@code manual: {}}. */
public record ManualTrigger() {}
