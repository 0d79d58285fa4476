package io.activitycore.engine.internal.memory;

import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTask.Status;
import io.activitycore.spi.HumanTaskStore.Query;
import io.activitycore.spi.RunStore.Reassignment;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Human tasks in a map. Not thread-safe: whoever calls holds the store's lock. */
final class HumanTaskTable {

  private record Id(String tenant, String id) {}

  private static final Comparator<HumanTask> URGENT_FIRST =
      Comparator.comparingInt(HumanTask::priority)
          .thenComparing(HumanTask::due, Comparator.nullsLast(Comparator.naturalOrder()))
          .thenComparing(HumanTask::createdAt)
          .thenComparing(HumanTask::id);

  private final Map<Id, HumanTask> tasks = new HashMap<>();

  /** Creates a task; one that is asked again (a redrive) is a new revision of it. */
  void create(HumanTask task) {
    tasks.merge(
        new Id(task.tenant(), task.id()),
        task,
        (old, again) -> revised(again, again.status(), old.revision()));
  }

  Optional<HumanTask> find(String tenant, String id) {
    return Optional.ofNullable(tasks.get(new Id(tenant, id)));
  }

  List<HumanTask> search(Query query) {
    return tasks.values().stream()
        .filter(task -> fits(task, query))
        .sorted(URGENT_FIRST)
        .limit(query.limit())
        .toList();
  }

  private static boolean fits(HumanTask task, Query query) {
    return task.tenant().equals(query.tenant())
        && (query.assignee() == null || isOf(task, query.assignee()))
        && (query.group() == null || task.groups().contains(query.group()))
        && (query.activityId() == null || query.activityId().equals(task.activityId()))
        && (query.status() == null || query.status() == task.status());
  }

  private static boolean isOf(HumanTask task, String person) {
    return task.assignees().contains(person) || person.equals(task.claimedBy());
  }

  /** Whether this is the next revision of a task that is not over. */
  boolean isNext(HumanTask changed) {
    HumanTask stored = tasks.get(new Id(changed.tenant(), changed.id()));
    return stored != null && isAlive(stored) && changed.revision() == stored.revision() + 1;
  }

  void put(HumanTask changed) {
    tasks.put(new Id(changed.tenant(), changed.id()), changed);
  }

  /** Closes a task, if it is not over. */
  void close(String tenant, String id) {
    tasks.computeIfPresent(
        new Id(tenant, id),
        (key, task) -> isAlive(task) ? revised(task, Status.CLOSED, task.revision()) : task);
  }

  /** Lets more people do a task, if it is not over. */
  void reassign(String tenant, Reassignment more) {
    tasks.computeIfPresent(
        new Id(tenant, more.id()), (key, task) -> isAlive(task) ? widened(task, more) : task);
  }

  private static boolean isAlive(HumanTask task) {
    return task.status() == Status.OPEN || task.status() == Status.CLAIMED;
  }

  private static HumanTask widened(HumanTask task, Reassignment more) {
    return copy(
        task,
        union(task.assignees(), more.assignees()),
        union(task.groups(), more.groups()),
        task.status(),
        task.claimedBy(),
        task.revision() + 1);
  }

  private static List<String> union(List<String> some, List<String> more) {
    Set<String> all = new LinkedHashSet<>(some);
    all.addAll(more);
    return List.copyOf(all);
  }

  private static HumanTask revised(HumanTask task, Status status, int before) {
    return copy(task, task.assignees(), task.groups(), status, task.claimedBy(), before + 1);
  }

  private static HumanTask copy(
      HumanTask task,
      List<String> assignees,
      List<String> groups,
      Status status,
      @Nullable String claimedBy,
      int revision) {
    return new HumanTask(
        task.id(),
        task.tenant(),
        task.activityId(),
        task.workflowId(),
        task.node(),
        assignees,
        groups,
        task.form(),
        task.priority(),
        task.createdAt(),
        task.due(),
        status,
        claimedBy,
        task.completedBy(),
        task.outcome(),
        revision);
  }
}
