package io.activitycore.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.engine.internal.human.HumanRules;
import io.activitycore.run.HumanTask;
import io.activitycore.run.HumanTask.Status;
import io.activitycore.run.HumanTaskException;
import io.activitycore.spi.HumanTaskStore;
import io.activitycore.spi.Store;
import io.activitycore.spi.Wait;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The inbox of people. Who somebody is, and which groups they are in, is the host's to know: it
 * must ask its own sign-on before it calls. Thread-safe; of several who want the same task, one
 * gets it.
 *
 * <p>What is refused is a {@link HumanTaskException}, and has changed nothing.
 */
public final class HumanTasks {

  private static final Logger LOG = LoggerFactory.getLogger(HumanTasks.class);

  /** Each failed attempt is somebody else's success; so many do not meet on one task. */
  private static final int MOST_ATTEMPTS = 1_000;

  private final String tenant;
  private final Store store;
  private final Consumer<Wait> answered;

  /**
   * An inbox.
   *
   * @param answered tells the run that its wait has an answer, right away; whatever it throws, the
   *     answer counts and is delivered later
   */
  HumanTasks(String tenant, Store store, Consumer<Wait> answered) {
    this.tenant = tenant;
    this.store = store;
    this.answered = answered;
  }

  /** A task as it stands; empty when there is none of that id. */
  public Optional<HumanTask> find(String id) {
    return store.humanTasks().find(tenant, id);
  }

  /** Tasks, most urgent first: by priority, then due (none last), then age. */
  public List<HumanTask> search(Search search) {
    return store
        .humanTasks()
        .search(
            new HumanTaskStore.Query(
                tenant,
                search.assignee(),
                search.group(),
                search.activityId(),
                search.status(),
                search.limit()));
  }

  /**
   * Somebody begins to work on a task: an assignee, or a member of one of its groups. Claiming it
   * again is harmless.
   *
   * @param groups all groups that the user is in
   * @return the task as it stands now
   */
  public HumanTask claim(String id, String user, Collection<String> groups) {
    checkName("user", user);
    return change(id, task -> HumanRules.claim(task, user, groups));
  }

  /**
   * Whoever works on a task gives it back. Harmless when nobody works on it.
   *
   * @return the task as it stands now
   */
  public HumanTask release(String id, String user) {
    checkName("user", user);
    return change(id, task -> HumanRules.release(task, user));
  }

  /**
   * Whoever works on a task, or an assignee while nobody does, hands it to somebody else. They need
   * not have been an assignee: they are from then on.
   *
   * @param to who works on it from now on
   * @return the task as it stands now
   */
  public HumanTask delegate(String id, String user, String to) {
    checkName("user", user);
    checkName("to", to);
    return change(id, task -> HumanRules.delegate(task, user, to));
  }

  /**
   * Decides a task, once: whoever works on it, or anybody who may claim it while nobody does. The
   * run goes on with {@code {by: user, outcome: outcome}} as the result of the node.
   *
   * @param groups all groups that the user is in
   * @param outcome must fit the task's form, if it has one
   * @return the task as it stands now
   */
  public HumanTask complete(String id, String user, Collection<String> groups, JsonNode outcome) {
    checkName("user", user);
    HumanTask completed = change(id, task -> HumanRules.complete(task, user, groups, outcome));
    store.waits().find(tenant, id).ifPresent(row -> tell(row.awaited()));
    return completed;
  }

  private void tell(Wait wait) {
    try {
      answered.accept(wait);
    } catch (RuntimeException e) {
      LOG.warn("{} is decided; its run could not be told yet and will be later", wait.id(), e);
    }
  }

  private HumanTask change(String id, UnaryOperator<HumanTask> rule) {
    for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
      HumanTask read =
          find(id)
              .orElseThrow(
                  () ->
                      HumanTaskException.of(
                          HumanTaskException.Code.NOT_FOUND, id, "there is no such task"));
      HumanTask changed = rule.apply(read);
      if (changed.revision() == read.revision() || store.humanTasks().replace(changed)) {
        return changed;
      }
    }
    throw new IllegalStateException(
        "human task " + id + " could not be changed in " + MOST_ATTEMPTS + " attempts");
  }

  private static void checkName(String what, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(what + " must not be blank");
    }
  }

  /**
   * What to look for; null means any. Begin with {@link #any}.
   *
   * @param assignee an assignee, or who works on it
   * @param group one of its groups
   * @param activityId the activity that asks
   * @param status where it is
   * @param limit at most so many, at least 1
   */
  public record Search(
      @Nullable String assignee,
      @Nullable String group,
      @Nullable String activityId,
      @Nullable Status status,
      int limit) {

    private static final int DEFAULT_LIMIT = 100;

    /** Checks. */
    public Search {
      if (limit < 1) {
        throw new IllegalArgumentException("a limit must be at least 1, got " + limit);
      }
    }

    /** Any task; the first 100. */
    public static Search any() {
      return new Search(null, null, null, null, DEFAULT_LIMIT);
    }

    /** Those that this person is an assignee of, or works on. */
    public Search withAssignee(String person) {
      return new Search(person, group, activityId, status, limit);
    }

    /** Those that members of this group may claim. */
    public Search withGroup(String name) {
      return new Search(assignee, name, activityId, status, limit);
    }

    /** Those that this activity asks. */
    public Search withActivity(String id) {
      return new Search(assignee, group, id, status, limit);
    }

    /** Those that are in this state. */
    public Search withStatus(Status state) {
      return new Search(assignee, group, activityId, state, limit);
    }

    /** At most so many, at least 1. */
    public Search withLimit(int most) {
      return new Search(assignee, group, activityId, status, most);
    }
  }
}
