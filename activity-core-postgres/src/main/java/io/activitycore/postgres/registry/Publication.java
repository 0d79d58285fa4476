package io.activitycore.postgres.registry;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import io.activitycore.definition.Rollout;
import io.activitycore.postgres.registry.Applied.Action;
import io.activitycore.postgres.registry.RegisteredVersion.State;
import io.activitycore.postgres.registry.RegistryException.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of versions when one is published, promoted or retired. Within a transaction. */
final class Publication {

  private final Rows rows;
  private final Edit edit;

  Publication(Rows rows, Edit edit) {
    this.rows = rows;
    this.edit = edit;
  }

  static @Nullable RegisteredVersion newest(List<RegisteredVersion> published) {
    return published.isEmpty() ? null : published.get(published.size() - 1);
  }

  static List<RegisteredVersion> published(List<RegisteredVersion> versions) {
    return versions.stream().filter(each -> each.state() == State.PUBLISHED).toList();
  }

  static boolean same(@Nullable RegisteredVersion version, ActivityDefinition definition) {
    return version != null
        && DefinitionJson.hash(version.definition()).equals(DefinitionJson.hash(definition));
  }

  static void require(
      Expected expected, String activityId, @Nullable RegisteredVersion newestPublished) {
    if (!expected.fits(newestPublished)) {
      String actual =
          newestPublished == null
              ? "nothing is published"
              : "version "
                  + newestPublished.version()
                  + " by "
                  + newestPublished.author()
                  + " is published since "
                  + newestPublished.since();
      throw new RegistryException(
          Code.CONFLICT, activityId, "expected " + expected + ", but " + actual);
    }
  }

  /** Writes what is new as a version. */
  RegisteredVersion draft(ActivityDefinition definition) {
    RegisteredVersion draft = rows.add(definition, edit);
    if (!DefinitionJson.hash(draft.definition()).equals(draft.hash())) {
      throw new RegistryException(
          Code.REFUSED, definition.id(), "it is not the same when it is read again");
    }
    rows.record(definition.id(), draft.version(), "draft", edit);
    return draft;
  }

  /** Publishes a version beside, or instead of, those that are published. */
  void publish(RegisteredVersion version, List<RegisteredVersion> published) {
    Optional<RegisteredVersion> kept = kept(version, published);
    for (RegisteredVersion other : published) {
      if (other.version() != version.version()
          && kept.filter(each -> each.version() == other.version()).isEmpty()) {
        retire(other);
      }
    }
    rows.state(version, State.PUBLISHED);
    rows.record(version.activityId(), version.version(), "publish", edit);
  }

  /** The version that goes on beside a newer one that takes a share of its events. */
  private static Optional<RegisteredVersion> kept(
      RegisteredVersion version, List<RegisteredVersion> published) {
    Rollout rollout = version.definition().rollout();
    if (rollout == null || rollout.percent() >= Rollout.ALL) {
      return Optional.empty();
    }
    Optional<RegisteredVersion> older =
        published.stream().filter(each -> each.version() < version.version()).findFirst();
    older
        .filter(each -> each.definition().trigger().event() == null)
        .ifPresent(
            each -> {
              throw new RegistryException(
                  Code.REFUSED,
                  version.activityId(),
                  "rollout shares events out, but version "
                      + each.version()
                      + " is not triggered by events: publish without rollout");
            });
    return older;
  }

  void retire(RegisteredVersion version) {
    rows.state(version, State.RETIRED);
    rows.record(version.activityId(), version.version(), "retire", edit);
  }

  /**
   * Brings the published set to these definitions.
   *
   * @param dry only says what would be done
   */
  List<Applied> apply(List<ActivityDefinition> definitions, boolean prune, boolean dry) {
    Map<String, List<RegisteredVersion>> published = new HashMap<>();
    rows.published()
        .forEach(
            each ->
                published.computeIfAbsent(each.activityId(), id -> new ArrayList<>()).add(each));
    List<Applied> applied = new ArrayList<>();
    Set<String> named = new HashSet<>();
    for (ActivityDefinition definition : definitions) {
      if (!named.add(definition.id())) {
        throw new RegistryException(Code.REFUSED, definition.id(), "it stands there twice");
      }
      applied.add(apply(definition, published.getOrDefault(definition.id(), List.of()), dry));
    }
    if (prune) {
      published.forEach(
          (id, versions) -> {
            if (!named.contains(id)) {
              if (!dry) {
                versions.forEach(this::retire);
              }
              int before = versions.get(versions.size() - 1).version();
              applied.add(new Applied(id, Action.RETIRED, before, null, List.of()));
            }
          });
    }
    applied.sort(Comparator.comparing(Applied::activityId));
    return List.copyOf(applied);
  }

  private Applied apply(
      ActivityDefinition definition, List<RegisteredVersion> published, boolean dry) {
    RegisteredVersion newest = newest(published);
    Integer before = newest == null ? null : newest.version();
    if (same(newest, definition)) {
      return new Applied(definition.id(), Action.UNCHANGED, before, before, List.of());
    }
    Integer after = null;
    if (!dry) {
      RegisteredVersion draft = draft(definition);
      publish(draft, published);
      after = draft.version();
    }
    return new Applied(
        definition.id(),
        Action.PUBLISHED,
        before,
        after,
        Difference.between(newest == null ? null : newest.definition(), definition));
  }
}
