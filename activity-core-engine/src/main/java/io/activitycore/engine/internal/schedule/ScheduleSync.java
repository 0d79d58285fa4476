package io.activitycore.engine.internal.schedule;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Makes Temporal's schedules what the definitions want. Repeating it is harmless, and so is doing
 * it in many places at once. Thread-safe.
 */
final class ScheduleSync {

  private static final int ATTEMPTS = 20;

  private final String tenant;
  private final ScheduleCalls calls;
  private final ScheduleForm form;

  ScheduleSync(String tenant, ScheduleCalls calls, ScheduleForm form) {
    this.tenant = tenant;
    this.calls = calls;
    this.form = form;
  }

  /** Is told of what was found and done. */
  interface Listener {

    /** A schedule is there, and is wanted. */
    void found(WantedSchedule wanted, boolean paused);

    /** A schedule was made. */
    void created(WantedSchedule wanted);

    /** A schedule that nobody wants is gone. */
    void deleted(String activityId);
  }

  /**
   * Compares, and makes it so.
   *
   * @param dry says what it would do, and does nothing
   * @return the differences, sorted by activity within each kind; empty when there was none
   */
  List<ScheduleChange> sync(
      Collection<ActivityDefinition> definitions, boolean dry, Listener listener) {
    SortedMap<String, WantedSchedule> missing = wanted(definitions);
    List<WantedSchedule> doubtful = new ArrayList<>();
    List<String> tombstones = new ArrayList<>();
    calls.list(
        entry -> {
          Optional<String> activityId = ours(entry.getScheduleId());
          if (activityId.isEmpty()) {
            return;
          }
          WantedSchedule wanted = missing.remove(entry.getScheduleId());
          if (wanted == null) {
            tombstones.add(activityId.get());
          } else if (isAsWanted(entry, wanted)) {
            listener.found(wanted, entry.getInfo().getPaused());
          } else {
            doubtful.add(wanted);
          }
        });
    List<ScheduleChange> changes = new CopyOnWriteArrayList<>();
    List<Runnable> steps = new ArrayList<>();
    doubtful.forEach(wanted -> steps.add(() -> update(wanted, dry, changes, listener)));
    missing.values().forEach(wanted -> steps.add(() -> create(wanted, dry, changes, listener)));
    tombstones.forEach(id -> steps.add(() -> delete(id, dry, changes, listener)));
    Steps.all(steps);
    return changes.stream()
        .sorted(
            Comparator.comparing(ScheduleChange::what).thenComparing(ScheduleChange::activityId))
        .toList();
  }

  private SortedMap<String, WantedSchedule> wanted(Collection<ActivityDefinition> definitions) {
    SortedMap<String, WantedSchedule> wanted = new TreeMap<>();
    for (ActivityDefinition definition : definitions) {
      if (definition.trigger().schedule() != null) {
        WantedSchedule one = WantedSchedule.of(tenant, definition);
        wanted.put(one.id(), one);
      }
    }
    return wanted;
  }

  /** The activity of a schedule of this tenant; other tenants' ids have a mark of their own. */
  private Optional<String> ours(String scheduleId) {
    String prefix = WorkflowIds.schedulePrefix(tenant);
    return scheduleId.startsWith(prefix) && scheduleId.indexOf('~', prefix.length()) < 0
        ? Optional.of(scheduleId.substring(prefix.length()))
        : Optional.empty();
  }

  private static boolean isAsWanted(ScheduleListEntry entry, WantedSchedule wanted) {
    return ScheduleNote.of(entry.getInfo().getNotes()).fingerprint().equals(wanted.fingerprint());
  }

  private void create(
      WantedSchedule wanted, boolean dry, List<ScheduleChange> changes, Listener listener) {
    ActivityDefinition definition = wanted.definition();
    boolean made =
        dry
            || calls.create(
                wanted.id(),
                form.schedule(
                    wanted, !wanted.enabled(), wanted.enabled() ? "" : ScheduleNote.DISABLED),
                form.memo(definition.id()),
                form.attributes(definition.id()));
    if (!made) {
      update(wanted, false, changes, listener);
      return;
    }
    String how = wanted.enabled() ? "" : ", paused: " + ScheduleNote.DISABLED;
    changes.add(
        new ScheduleChange(ScheduleChange.What.CREATE, definition.id(), describe(wanted) + how));
    if (!dry) {
      listener.created(wanted);
    }
  }

  private static String describe(WantedSchedule wanted) {
    return wanted.schedule().misfire().name().toLowerCase(java.util.Locale.ROOT)
        + " on "
        + wanted.definition().taskQueue();
  }

  private void update(
      WantedSchedule wanted, boolean dry, List<ScheduleChange> changes, Listener listener) {
    String done = "";
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<DescribeScheduleResponse> described = calls.describe(wanted.id());
      if (described.isEmpty()) {
        create(wanted, dry, changes, listener);
        return;
      }
      Schedule now = described.get().getSchedule();
      boolean paused = paused(wanted, now);
      boolean same =
          form.fingerprint(now).equals(wanted.fingerprint())
              && now.getState().getPaused() == paused;
      if (!same && done.isEmpty()) {
        done = detail(wanted, now, paused);
      }
      if (same || dry) {
        if (!done.isEmpty()) {
          changes.add(
              new ScheduleChange(ScheduleChange.What.UPDATE, wanted.definition().id(), done));
        }
        if (!dry) {
          listener.found(wanted, paused);
        }
        return;
      }
      // The server takes an update without saying whether it lost against another: look again.
      Schedule target = form.schedule(wanted, paused, text(wanted, now, paused));
      calls.update(wanted.id(), target, described.get().getConflictToken());
    }
    throw new IllegalStateException(wanted.id() + " is being changed all the time by others");
  }

  private static String detail(WantedSchedule wanted, Schedule now, boolean paused) {
    String state =
        now.getState().getPaused() == paused
            ? ""
            : paused ? ", paused: " + ScheduleNote.DISABLED : ", resumed";
    return describe(wanted) + state;
  }

  /** Who is enabled is resumed only if being disabled was why it was paused. */
  private static boolean paused(WantedSchedule wanted, Schedule now) {
    return !wanted.enabled()
        || (now.getState().getPaused()
            && !ScheduleNote.of(now.getState().getNotes()).isOfDisabled());
  }

  private static String text(WantedSchedule wanted, Schedule now, boolean paused) {
    if (!wanted.enabled()) {
      return ScheduleNote.DISABLED;
    }
    return paused ? ScheduleNote.of(now.getState().getNotes()).text() : "";
  }

  private void delete(
      String activityId, boolean dry, List<ScheduleChange> changes, Listener listener) {
    if (!dry) {
      calls.delete(WorkflowIds.ofSchedule(tenant, activityId));
      listener.deleted(activityId);
    }
    changes.add(
        new ScheduleChange(ScheduleChange.What.DELETE, activityId, "its definition is gone"));
  }
}
