package io.activitycore.cli;

import io.activitycore.engine.EventFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The events that an option means: those of a file, of a folder's files, or of the input. */
final class EventFiles {

  private static final Path INPUT = Path.of(EventFile.STANDARD_INPUT);

  private static final List<String> SUFFIXES = List.of(".json", ".ndjson", ".jsonl");

  private final Console console;
  private final @Nullable String type;
  private final Instant arrival = Instant.now();

  /**
   * A reader.
   *
   * @param type of raw JSON; null for the one that the file's name says
   */
  EventFiles(Console console, @Nullable String type) {
    if (type != null && type.isBlank()) {
      throw new UsageException("--type is empty: expected an event type");
    }
    this.console = console;
    this.type = type;
  }

  /**
   * Checks the command line.
   *
   * @throws UsageException when the path does not exist
   */
  void require(Path path) {
    if (!path.equals(INPUT)) {
      FoundFiles.require(path);
    }
  }

  /** Reads them in order and hands each over before it reads the next. */
  void read(Path path, Consumer<EventFile.Read> sink) {
    if (path.equals(INPUT)) {
      read(EventFile.STANDARD_INPUT, console::in, sink);
      return;
    }
    FoundFiles found = FoundFiles.below(List.of(path), SUFFIXES, "event");
    found
        .faults()
        .forEach(fault -> sink.accept(new EventFile.Bad(fault.name(), 1, fault.message())));
    found.files().forEach(file -> read(file.name(), () -> Files.newInputStream(file.path()), sink));
  }

  private interface Content {
    InputStream open() throws IOException;
  }

  private void read(String name, Content content, Consumer<EventFile.Read> sink) {
    byte[] bytes;
    try (InputStream in = content.open()) {
      bytes = in.readAllBytes();
    } catch (IOException e) {
      sink.accept(new EventFile.Bad(name, 1, FoundFiles.unreadable(e)));
      return;
    }
    EventFile.read(name, bytes, type, arrival, sink);
  }
}
