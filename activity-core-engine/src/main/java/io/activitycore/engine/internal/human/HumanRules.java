package io.activitycore.engine.internal.human;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.InvalidModelException.Violation;
import io.activitycore.engine.internal.schema.JsonSchema;
import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTask.Status;
import io.activitycore.run.HumanTaskException;
import io.activitycore.run.HumanTaskException.Code;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who may do what. Each gives the next revision of the task, or the very task where there is
 * nothing to change, or throws {@link HumanTaskException}.
 */
public final class HumanRules {

  private HumanRules() {}

  /** An assignee or a member of a group begins to work on it; whoever works on it may repeat it. */
  public static HumanTask claim(HumanTask task, String user, Collection<String> groups) {
    checkAlive(task);
    if (user.equals(task.claimedBy())) {
      return task;
    }
    checkMay(task, user, groups);
    checkUnclaimed(task);
    return next(task, task.assignees(), Status.CLAIMED, user, null, null);
  }

  /** Whoever works on it gives it back; one that nobody works on stays so. */
  public static HumanTask release(HumanTask task, String user) {
    checkAlive(task);
    if (task.claimedBy() == null) {
      return task;
    }
    checkUnclaimedByOthers(task, user);
    return next(task, task.assignees(), Status.OPEN, null, null, null);
  }

  /**
   * Whoever works on it, or an assignee while nobody does, hands it to somebody else, who works on
   * it from then on and is an assignee.
   */
  public static HumanTask delegate(HumanTask task, String user, String to) {
    checkAlive(task);
    checkUnclaimedByOthers(task, user);
    if (task.claimedBy() == null) {
      checkMay(task, user, List.of());
    }
    List<String> assignees = new ArrayList<>(task.assignees());
    if (!assignees.contains(to)) {
      assignees.add(to);
    }
    return next(task, assignees, Status.CLAIMED, to, null, null);
  }

  /** Whoever works on it, or anybody who may claim it while nobody does, decides it. Once. */
  public static HumanTask complete(
      HumanTask task, String user, Collection<String> groups, JsonNode outcome) {
    checkAlive(task);
    if (!user.equals(task.claimedBy())) {
      checkMay(task, user, groups);
      checkUnclaimed(task);
    }
    JsonNode form = task.form();
    List<Violation> wrong =
        form == null ? List.of() : JsonSchema.of(form).violations(outcome, "outcome");
    if (!wrong.isEmpty()) {
      throw HumanTaskException.invalidOutcome(task.id(), wrong);
    }
    return next(task, task.assignees(), Status.COMPLETED, user, user, outcome);
  }

  private static void checkAlive(HumanTask task) {
    if (task.status() == Status.COMPLETED) {
      throw refused(task, Code.ALREADY_COMPLETED, "it was decided by " + task.completedBy());
    }
    if (task.status() == Status.CLOSED) {
      throw refused(task, Code.CLOSED, "the run does not wait for it any more");
    }
  }

  private static void checkMay(HumanTask task, String user, Collection<String> groups) {
    if (!task.assignees().contains(user) && groups.stream().noneMatch(task.groups()::contains)) {
      throw refused(
          task, Code.NOT_ALLOWED, user + " is no assignee of it and in none of its groups");
    }
  }

  private static void checkUnclaimed(HumanTask task) {
    if (task.claimedBy() != null) {
      throw refused(task, Code.CLAIMED_BY_ANOTHER, task.claimedBy() + " works on it");
    }
  }

  private static void checkUnclaimedByOthers(HumanTask task, String user) {
    if (!user.equals(task.claimedBy())) {
      checkUnclaimed(task);
    }
  }

  private static HumanTaskException refused(HumanTask task, Code code, String message) {
    return HumanTaskException.of(code, task.id(), message);
  }

  private static HumanTask next(
      HumanTask task,
      List<String> assignees,
      Status status,
      @Nullable String claimedBy,
      @Nullable String completedBy,
      @Nullable JsonNode outcome) {
    return new HumanTask(
        task.id(),
        task.tenant(),
        task.activityId(),
        task.workflowId(),
        task.node(),
        assignees,
        task.groups(),
        task.form(),
        task.priority(),
        task.createdAt(),
        task.due(),
        status,
        claimedBy,
        completedBy,
        outcome,
        task.revision() + 1);
  }
}
