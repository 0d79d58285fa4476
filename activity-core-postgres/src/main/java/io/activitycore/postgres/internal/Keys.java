package io.activitycore.postgres.internal;

import io.activitycore.run.RunKey;
import org.jdbi.v3.core.statement.SqlStatement;

/** A run's key as parameters. */
final class Keys {
  private Keys() {}

  static <S extends SqlStatement<S>> S bind(S statement, RunKey key) {
    statement.bind("tenant", Identifiers.checked("tenant", key.tenant()));
    statement.bind("activity_id", Identifiers.checked("activity_id", key.activityId()));
    statement.bind("occurrence", Identifiers.checked("occurrence", key.occurrence()));
    return statement;
  }

  static <S extends SqlStatement<S>> S bind(S statement, String tenant, String id) {
    statement.bind("tenant", Identifiers.checked("tenant", tenant));
    statement.bind("id", Identifiers.checked("id", id));
    return statement;
  }
}
