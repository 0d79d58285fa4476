package io.activitycore.postgres.registry;

import org.jspecify.annotations.Nullable;

/**
 * What an author took for the newest published version, so that nobody overwrites what somebody
 * else published meanwhile.
 *
 * @param version its number; 0 for none; null for any
 * @param hash its hash; null for any
 */
public record Expected(@Nullable Integer version, @Nullable String hash) {

  /** Whatever it is: the last one to write wins. */
  public static Expected anything() {
    return new Expected(null, null);
  }

  /** No version is published. */
  public static Expected nothing() {
    return new Expected(0, null);
  }

  /** This version. */
  public static Expected version(int number) {
    return new Expected(number, null);
  }

  /** The version with this content. */
  public static Expected hash(String hash) {
    return new Expected(null, hash);
  }

  boolean fits(@Nullable RegisteredVersion published) {
    int number = published == null ? 0 : published.version();
    String content = published == null ? "" : published.hash();
    return (version == null || version == number) && (hash == null || hash.equals(content));
  }

  @Override
  public String toString() {
    if (hash != null) {
      return "the content with hash " + hash;
    }
    return version == null ? "anything" : version == 0 ? "nothing" : "version " + version;
  }
}
