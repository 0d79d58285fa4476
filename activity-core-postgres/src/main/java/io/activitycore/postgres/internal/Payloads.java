package io.activitycore.postgres.internal;

import io.activitycore.spi.PayloadStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.NoSuchElementException;

/** Large results under the hash of their content. Thread-safe. */
public final class Payloads implements PayloadStore {

  /** The same content twice is one row, which was just used. */
  private static final String PUT =
      """
      INSERT INTO <s>.payload (tenant, reference, content) VALUES (:tenant, :id, :content)
      ON CONFLICT (tenant, reference) DO UPDATE SET used_at = now()
      """;

  private static final String GET =
      "SELECT content FROM <s>.payload WHERE tenant = :tenant AND reference = :id";

  private final Database database;

  /** Over a database. */
  public Payloads(Database database) {
    this.database = database;
  }

  @Override
  public String put(String tenant, byte[] content) {
    String reference = "sha256-" + HexFormat.of().formatHex(sha256().digest(content));
    database.statement(
        "keep a result",
        handle ->
            Keys.bind(handle.createUpdate(PUT), tenant, reference)
                .bind("content", content)
                .execute());
    return reference;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public byte[] get(String tenant, String reference) {
    return database
        .statement(
            "find a result",
            handle ->
                Keys.bind(handle.createQuery(GET), tenant, reference)
                    .map((row, context) -> row.getBytes("content"))
                    .findOne())
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "the store has no result " + reference + " of tenant " + tenant));
  }
}
