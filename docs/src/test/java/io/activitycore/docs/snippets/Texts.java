package io.activitycore.docs.snippets;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Texts that a page shows. */
final class Texts {

  private Texts() {}

  static String resource(String name) {
    try (InputStream stream =
        Objects.requireNonNull(Texts.class.getClassLoader().getResourceAsStream(name), name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
