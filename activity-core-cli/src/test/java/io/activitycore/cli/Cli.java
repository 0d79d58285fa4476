package io.activitycore.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs commands in this process. */
final class Cli {

  static final Path RESOURCES = Path.of("src/test/resources/cli");

  private Cli() {}

  /** What a command left. */
  record Result(int code, String out, String err) {}

  /** The path of a fixture as it stands in messages. */
  static String file(String name) {
    return "src/test/resources/cli/" + name;
  }

  static String golden(String name) {
    try {
      return Files.readString(RESOURCES.resolve("golden").resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Result run(String... args) {
    return runWith(InputStream.nullInputStream(), args);
  }

  static Result runWithInput(String input, String... args) {
    return runWith(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), args);
  }

  static Result runWith(InputStream in, String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(new Console(in, out, err), args);
    return new Result(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  static Result runInto(OutputStream out, String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = Main.run(new Console(InputStream.nullInputStream(), out, err), args);
    return new Result(code, "", err.toString(StandardCharsets.UTF_8));
  }
}
