package io.activitycore.postgres.registry;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.postgres.PostgresOptions;
import io.activitycore.postgres.internal.Database;
import io.activitycore.postgres.internal.Identifiers;
import io.activitycore.postgres.internal.Migrations;
import io.activitycore.postgres.registry.Contents.RegisteredContent;
import io.activitycore.postgres.registry.RegisteredVersion.State;
import io.activitycore.postgres.registry.RegistryException.Code;
import io.activitycore.postgres.registry.internal.Changes;
import io.activitycore.run.RunKey;
import io.activitycore.spi.DefinitionStore;
import io.activitycore.spi.StoredDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The definitions of one tenant in PostgreSQL: immutable versions, each a draft, published or
 * retired. Thread-safe; any number of processes may use one database, and each learns of a change
 * within a second. What belongs to another tenant is not found.
 *
 * <p>It saves what it is given: check definitions before ({@code DefinitionValidator}, {@code
 * activity validate}); a worker leaves out what it cannot run.
 */
public final class PostgresRegistry implements DefinitionStore {

  private static final Logger LOG = LoggerFactory.getLogger(PostgresRegistry.class);

  private final Database database;
  private final String tenant;
  private final Contents contents = new Contents();
  private final Changes changes;

  private PostgresRegistry(DataSource dataSource, Database database, String tenant) {
    this.database = database;
    this.tenant = tenant;
    this.changes = new Changes(dataSource, database, tenant);
  }

  /** The default tenant's, with the default options. */
  public static PostgresRegistry create(DataSource dataSource) {
    return create(dataSource, PostgresOptions.defaults(), RunKey.DEFAULT_TENANT);
  }

  /**
   * A tenant's registry; the schema is brought to this release's version first, or checked.
   *
   * @param dataSource the host's; while a core follows the registry, one connection of it is in use
   * @throws io.activitycore.spi.StoreException when the database does not answer, or the schema is
   *     not as this release needs it
   */
  public static PostgresRegistry create(
      DataSource dataSource, PostgresOptions options, String tenant) {
    Database database = new Database(dataSource, options.schema());
    String checked = Objects.requireNonNull(Identifiers.checked("tenant", tenant));
    if (options.migrate()) {
      Migrations.apply(dataSource, options.schema());
    } else {
      Migrations.check(database);
    }
    return new PostgresRegistry(dataSource, database, checked);
  }

  @Override
  public List<StoredDefinition> current() {
    List<Rows.Current> current = read("read the definitions", Rows::current);
    List<Contents.Key> missing =
        current.stream().map(Rows.Current::key).filter(key -> contents.get(key) == null).toList();
    load(missing);
    List<StoredDefinition> found = new ArrayList<>(current.size());
    for (Rows.Current each : current) {
      RegisteredContent content = contents.get(each.key());
      if (content != null) {
        ActivityDefinition definition = content.definition();
        found.add(
            new StoredDefinition(
                each.enabled() || !definition.enabled()
                    ? definition
                    : definition.withEnabled(false),
                each.key().version(),
                content.hash()));
      }
    }
    return List.copyOf(found);
  }

  private void load(List<Contents.Key> keys) {
    if (keys.isEmpty()) {
      return;
    }
    for (Rows.Text text : read("read the definitions", rows -> rows.texts(keys))) {
      Contents.read(text.key(), text.content())
          .ifPresentOrElse(
              definition ->
                  contents.put(text.key(), new RegisteredContent(definition, text.hash())),
              () -> LOG.error("{}", Rows.unreadable(text.key())));
    }
  }

  @Override
  public Optional<StoredDefinition> find(String activityId, int version) {
    Contents.Key key = new Contents.Key(checked(activityId), version);
    if (contents.get(key) == null) {
      load(List.of(key));
    }
    return Optional.ofNullable(contents.get(key))
        .map(content -> new StoredDefinition(content.definition(), version, content.hash()));
  }

  @Override
  public AutoCloseable onChange(Runnable listener) {
    return changes.add(listener);
  }

  /**
   * Writes a draft, as the next version. The content of the newest version, when that is a draft
   * too, makes no new one.
   *
   * @param expected what the author took for the published version
   * @throws RegistryException CONFLICT when something else is published
   */
  public RegisteredVersion draft(ActivityDefinition definition, Expected expected, Edit edit) {
    String id = checked(definition.id());
    return change(
        "write a draft",
        rows -> {
          List<RegisteredVersion> versions = rows.versions(id);
          RegisteredVersion last = Publication.newest(versions);
          if (last != null && last.state() == State.DRAFT && Publication.same(last, definition)) {
            return last;
          }
          Publication.require(expected, id, Publication.newest(Publication.published(versions)));
          return new Publication(rows, edit).draft(definition);
        });
  }

  /**
   * Publishes a version that was written before: of a draft, and again of a retired one. It takes
   * the place of what is published, but for a {@code rollout}: then the older version goes on
   * beside it. A published one stays as it is.
   *
   * @throws RegistryException NOT_FOUND; CONFLICT when something else is published than expected
   */
  public RegisteredVersion publish(String activityId, int version, Expected expected, Edit edit) {
    String id = checked(activityId);
    return change(
        "publish a version",
        rows -> {
          RegisteredVersion asked = required(rows, id, version);
          if (asked.state() != State.PUBLISHED) {
            List<RegisteredVersion> published = Publication.published(rows.versions(id));
            Publication.require(expected, id, Publication.newest(published));
            new Publication(rows, edit).publish(asked, published);
          }
          return required(rows, id, version);
        });
  }

  /**
   * Writes and publishes in one step. What is published already is not published again.
   *
   * @throws RegistryException CONFLICT when something else is published than expected
   */
  public RegisteredVersion publish(ActivityDefinition definition, Expected expected, Edit edit) {
    String id = checked(definition.id());
    return change(
        "publish a definition",
        rows -> {
          List<RegisteredVersion> published = Publication.published(rows.versions(id));
          RegisteredVersion newest = Publication.newest(published);
          if (newest != null && Publication.same(newest, definition)) {
            return newest;
          }
          Publication.require(expected, id, newest);
          Publication publication = new Publication(rows, edit);
          RegisteredVersion draft = publication.draft(definition);
          publication.publish(draft, published);
          return required(rows, id, draft.version());
        });
  }

  /**
   * Gives all events to a version that is rolled out: the older one retires.
   *
   * @throws RegistryException NOT_FOUND; CONFLICT when it is not published
   */
  public RegisteredVersion promote(String activityId, int version, Edit edit) {
    String id = checked(activityId);
    return change(
        "promote a version",
        rows -> {
          RegisteredVersion asked = requiredPublished(rows, id, version);
          Publication publication = new Publication(rows, edit);
          for (RegisteredVersion other : Publication.published(rows.versions(id))) {
            if (other.version() != version) {
              publication.retire(other);
              rows.record(id, version, "promote", edit);
            }
          }
          return asked;
        });
  }

  /**
   * Takes a version back that is rolled out: it retires, and the older one has all events again.
   *
   * @throws RegistryException NOT_FOUND; CONFLICT when it is not the newer of two published ones
   */
  public RegisteredVersion rollBack(String activityId, int version, Edit edit) {
    String id = checked(activityId);
    return change(
        "roll a version back",
        rows -> {
          RegisteredVersion asked = requiredPublished(rows, id, version);
          if (Publication.published(rows.versions(id)).get(0).version() == version) {
            throw new RegistryException(
                Code.CONFLICT,
                id,
                "no older version is published than "
                    + version
                    + ": publish one again, or retire this one");
          }
          new Publication(rows, edit).retire(asked);
          rows.record(id, version, "roll_back", edit);
          return required(rows, id, version);
        });
  }

  /** Retires a version; one that is retired stays so. */
  public RegisteredVersion retire(String activityId, int version, Edit edit) {
    String id = checked(activityId);
    return change(
        "retire a version",
        rows -> {
          RegisteredVersion asked = required(rows, id, version);
          if (asked.state() != State.RETIRED) {
            new Publication(rows, edit).retire(asked);
          }
          return required(rows, id, version);
        });
  }

  /** Lets an activity start runs, or not, without a new version. */
  public void enable(String activityId, boolean enabled, Edit edit) {
    String id = checked(activityId);
    String action = enabled ? "enable" : "disable";
    change(
        action,
        rows -> {
          if (!rows.enable(id, enabled)) {
            throw notFound(id, "there is no such activity");
          }
          rows.record(id, null, action, edit);
          return id;
        });
  }

  /** Sets an activity's labels. */
  public void label(String activityId, Set<String> labels, Edit edit) {
    String id = checked(activityId);
    change(
        "label",
        rows -> {
          if (!rows.label(id, new TreeSet<>(labels))) {
            throw notFound(id, "there is no such activity");
          }
          rows.record(id, null, "label", edit);
          return id;
        });
  }

  /**
   * Publishes what differs, all of it or nothing. The same again publishes nothing.
   *
   * @param prune whether activities that are not among them retire
   * @return by activity id
   */
  public List<Applied> apply(List<ActivityDefinition> definitions, boolean prune, Edit edit) {
    return change(
        "apply definitions", rows -> new Publication(rows, edit).apply(definitions, prune, false));
  }

  /** What {@link #apply} would do. */
  public List<Applied> compare(List<ActivityDefinition> definitions, boolean prune) {
    return read(
        "compare definitions",
        rows -> new Publication(rows, Edit.by("nobody")).apply(definitions, prune, true));
  }

  /** Every activity, by id. */
  public List<RegisteredActivity> list() {
    return read("list the registry", Rows::list);
  }

  /** The versions of an activity, from the first; empty when there is none. */
  public List<RegisteredVersion> versions(String activityId) {
    return read("read versions", rows -> rows.versions(checked(activityId)));
  }

  /** What was done to an activity, from the first. */
  public List<RegistryChange> history(String activityId) {
    return read("read a history", rows -> rows.changes(checked(activityId)));
  }

  /**
   * In what two versions differ.
   *
   * @throws RegistryException NOT_FOUND
   */
  public List<Difference> diff(String activityId, int before, int after) {
    return read(
        "compare versions",
        rows ->
            Difference.between(
                required(rows, checked(activityId), before).definition(),
                required(rows, checked(activityId), after).definition()));
  }

  private static RegisteredVersion required(Rows rows, String id, int version) {
    return rows.version(id, version)
        .orElseThrow(() -> notFound(id, "there is no version " + version));
  }

  private static RegisteredVersion requiredPublished(Rows rows, String id, int version) {
    RegisteredVersion found = required(rows, id, version);
    if (found.state() != State.PUBLISHED) {
      throw new RegistryException(
          Code.CONFLICT,
          id,
          "version "
              + version
              + " is "
              + found.state()
              + " since "
              + found.since()
              + ", expected PUBLISHED");
    }
    return found;
  }

  private static RegistryException notFound(String id, String message) {
    return new RegistryException(Code.NOT_FOUND, id, message);
  }

  private static String checked(String activityId) {
    return Objects.requireNonNull(Identifiers.checked("activity_id", activityId));
  }

  private <R> R read(String what, Function<Rows, R> work) {
    return database.statement(what, handle -> work.apply(new Rows(handle, tenant)));
  }

  private <R> R change(String what, Function<Rows, R> work) {
    return database.inTransaction(
        what,
        handle -> {
          Rows rows = new Rows(handle, tenant);
          rows.lock();
          R result = work.apply(rows);
          rows.tell(Changes.CHANNEL, Changes.payload(database.schema(), tenant));
          return result;
        });
  }
}
