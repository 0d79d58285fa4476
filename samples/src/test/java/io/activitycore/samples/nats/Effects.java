package io.activitycore.samples.nats;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.handler.Pending;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/**
 * What tasks did, in a folder that survives whoever did it: a line for each attempt, and for each
 * effect a file that can be made only once, named by the task instance id. That is how a handler
 * uses its idempotency key.
 */
final class Effects {

  private final Path folder;

  Effects(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder.resolve("done"));
      Files.createDirectories(folder.resolve("parked"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A handler whose process can be killed while it works: with {@code hold: before} (its effect) or
   * {@code after} it parks until {@link #letGo}.
   */
  JsonNode work(JsonNode input, TaskContext context) throws Exception {
    String id = attempt(context);
    String hold = input.path("hold").asText();
    if (hold.equals("before")) {
      park(id);
    }
    make(folder.resolve("done"), id);
    if (hold.equals("after")) {
      park(id);
    }
    return input;
  }

  /** A handler whose work goes on elsewhere; the request names the task. */
  JsonNode ask(JsonNode input, TaskContext context) throws IOException {
    String id = attempt(context);
    make(folder.resolve("done"), id);
    JsonNode payload = JsonNodeFactory.instance.objectNode().put("task", id);
    return Pending.request(input.get("type").asText(), payload)
        .within(Duration.parse(input.get("within").asText()))
        .toJson();
  }

  /** A handler that fails for certain. */
  JsonNode fail(JsonNode input, TaskContext context) throws IOException {
    attempt(context);
    throw new TaskFailedException("broken", "on purpose");
  }

  private String attempt(TaskContext context) throws IOException {
    String id = context.taskInstanceId();
    Files.writeString(
        folder.resolve("attempts"),
        id + '\n',
        UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    return id;
  }

  private void park(String id) throws IOException, InterruptedException {
    if (!Files.exists(folder.resolve("go"))) {
      make(folder.resolve("parked"), id);
      new CountDownLatch(1).await();
    }
  }

  private static void make(Path in, String id) throws IOException {
    try {
      Files.createFile(in.resolve(URLEncoder.encode(id, UTF_8)));
    } catch (FileAlreadyExistsException e) {
      // An attempt before this one did it.
    }
  }

  /** From now on no task parks. */
  void letGo() throws IOException {
    Files.createFile(folder.resolve("go"));
  }

  /** All attempts, in their order. */
  List<String> attempts() {
    try {
      Path file = folder.resolve("attempts");
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The attempts of one run's tasks, without the run. */
  List<String> attempts(String workflowId) {
    return attempts().stream()
        .filter(id -> id.startsWith(workflowId + '/'))
        .map(id -> id.substring(workflowId.length() + 1))
        .toList();
  }

  /** The tasks of a run that had their effect. */
  SortedSet<String> done(String workflowId) {
    return files("done", workflowId);
  }

  /** The tasks of a run that were parked. */
  SortedSet<String> parked(String workflowId) {
    return files("parked", workflowId);
  }

  private SortedSet<String> files(String kind, String workflowId) {
    SortedSet<String> ids = new TreeSet<>();
    try (Stream<Path> files = Files.list(folder.resolve(kind))) {
      files
          .map(file -> URLDecoder.decode(file.getFileName().toString(), UTF_8))
          .filter(id -> id.startsWith(workflowId + '/'))
          .forEach(id -> ids.add(id.substring(workflowId.length() + 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ids;
  }
}
