package io.activitycore.engine.internal.schedule;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Makes Temporal's schedules what the definitions want. Repeating it is harmless, and so is doing
 * it in many places at once. Thread-safe.
 */
final class ScheduleSync {

  private static final int ATTEMPTS = 20;

  private final String tenant;
  private final ScheduleCalls calls;
  private final ScheduleForm form;
  private final QuietMoment quiet;

  /** Of the last time: what a definition wants is not worked out again while it is the same. */
  private volatile SortedMap<String, WantedSchedule> known = new TreeMap<>();

  ScheduleSync(String tenant, ScheduleCalls calls, ScheduleForm form, Clock clock) {
    this.tenant = tenant;
    this.calls = calls;
    this.form = form;
    this.quiet = new QuietMoment(calls, clock);
  }

  /** Is told of what was found and done. */
  interface Listener {

    /** Nobody listens. */
    Listener NONE =
        new Listener() {
          @Override
          public void found(WantedSchedule wanted, boolean paused) {}

          @Override
          public Consumer<DescribeScheduleResponse> changing(
              WantedSchedule wanted, DescribeScheduleResponse old) {
            return now -> {};
          }

          @Override
          public void creating(WantedSchedule wanted) {}

          @Override
          public void created(WantedSchedule wanted) {}

          @Override
          public void deleted(String activityId) {}
        };

    /** A schedule is there, and is wanted. */
    void found(WantedSchedule wanted, boolean paused);

    /**
     * A schedule that is not paused will be changed.
     *
     * @return is told what it is afterwards
     */
    Consumer<DescribeScheduleResponse> changing(
        WantedSchedule wanted, DescribeScheduleResponse old);

    /** A schedule will be made, as far as is known now. */
    void creating(WantedSchedule wanted);

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
    SortedMap<String, WantedSchedule> before = known;
    SortedMap<String, WantedSchedule> wanted = new TreeMap<>();
    for (ActivityDefinition definition : definitions) {
      if (definition.trigger().schedule() != null) {
        WantedSchedule same = before.get(WorkflowIds.ofSchedule(tenant, definition.id()));
        WantedSchedule one =
            same != null && same.definition().equals(definition)
                ? same
                : WantedSchedule.of(tenant, definition);
        wanted.put(one.id(), one);
      }
    }
    known = Collections.unmodifiableSortedMap(wanted);
    return new TreeMap<>(wanted);
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
    if (!dry) {
      listener.creating(wanted);
    }
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
    Consumer<DescribeScheduleResponse> changed = now -> {};
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Optional<DescribeScheduleResponse> described = calls.describe(wanted.id());
      if (described.isEmpty()) {
        create(wanted, dry, changes, listener);
        return;
      }
      DescribeScheduleResponse now = described.get();
      if (!dry && !isAsWanted(now, wanted) && !isPaused(now)) {
        now = quiet.await(wanted.id(), now);
        changed = listener.changing(wanted, now);
      }
      boolean same = isAsWanted(now, wanted);
      if (!same && done.isEmpty()) {
        done = detail(wanted, now.getSchedule());
      }
      if (same || dry) {
        if (!done.isEmpty()) {
          changes.add(
              new ScheduleChange(ScheduleChange.What.UPDATE, wanted.definition().id(), done));
        }
        if (!dry) {
          changed.accept(now);
          listener.found(wanted, isPaused(now));
        }
        return;
      }
      // The server takes an update without saying whether it lost against another: look again.
      calls.update(wanted.id(), target(wanted, now.getSchedule()), now.getConflictToken());
    }
    throw new IllegalStateException(wanted.id() + " is being changed all the time by others");
  }

  private static boolean isPaused(DescribeScheduleResponse described) {
    return described.getSchedule().getState().getPaused();
  }

  private boolean isAsWanted(DescribeScheduleResponse described, WantedSchedule wanted) {
    return form.fingerprint(described.getSchedule()).equals(wanted.fingerprint())
        && isPaused(described) == paused(wanted, described.getSchedule());
  }

  private Schedule target(WantedSchedule wanted, Schedule now) {
    boolean paused = paused(wanted, now);
    return form.schedule(wanted, paused, text(wanted, now, paused));
  }

  private static String detail(WantedSchedule wanted, Schedule now) {
    boolean paused = paused(wanted, now);
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
