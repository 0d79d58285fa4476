package io.activitycore.postgres.registry;

import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/**
 * An activity in the registry.
 *
 * @param activityId its id
 * @param owner of its newest version
 * @param enabled whether it may start runs; its definition may say no by itself
 * @param labels for people and their tools
 * @param newest the number of its newest version, whatever that one's state
 * @param published the numbers of its published versions, ascending; two while one is rolled out
 */
public record RegisteredActivity(
    String activityId,
    @Nullable String owner,
    boolean enabled,
    SortedSet<String> labels,
    int newest,
    List<Integer> published) {}
