package io.activitycore.samples.quickstart;

import io.activitycore.definition.Definitions;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.EventFile;
import io.activitycore.engine.InMemoryBroker;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.event.EnvelopeJson;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The main job in one process: in-process Temporal, in-memory broker and store, three definitions,
 * a dozen events.
 */
@Command(
    name = "dev/quickstart",
    mixinStandardHelpOptions = true,
    description = "Runs events through activity-core in one process and says what happened.")
public final class QuickstartMain implements Callable<Integer> {

  private static final Duration LONGEST = Duration.ofMinutes(1);

  @Option(
      names = "--event",
      paramLabel = "FILE",
      description =
          "An event instead of the dozen: a native envelope, a CloudEvent, or raw JSON, whose type"
              + " is then --type, else parent folder + file name.")
  private @Nullable Path event;

  @Option(names = "--type", description = "The type of an event in raw JSON.")
  private @Nullable String type;

  @Option(
      names = "--definitions",
      paramLabel = "DIR",
      description = "Definitions instead of the three; tasks without a handler here answer {}.")
  private @Nullable Path directory;

  private final PrintStream out = System.out;

  private QuickstartMain() {}

  /** Runs it; exit code 0, or 1 when the event cannot be read, or 2 for usage. */
  public static void main(String[] arguments) {
    System.setProperty("org.jboss.logging.provider", "slf4j");
    System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "off");
    System.exit(new CommandLine(new QuickstartMain()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Definitions definitions =
        directory == null
            ? Definitions.fromClasspath("quickstart/definitions")
            : Definitions.fromDirectory(directory);
    List<byte[]> events = event == null ? dozen() : read(event);
    if (events.isEmpty()) {
      return 1;
    }
    try (TestWorkflowEnvironment temporal = temporal();
        InMemoryBroker broker = InMemoryBroker.create();
        ActivityCore core = core(temporal, broker, definitions)) {
      core.start();
      Account account = new Account(core, broker, temporal.getWorkflowClient(), out);
      account.definitions(definitions);
      events.forEach(bytes -> broker.send(bytes, Map.of()));
      broker.awaitSettled(LONGEST);
      account.print(events);
    }
    return 0;
  }

  private static TestWorkflowEnvironment temporal() {
    return TestWorkflowEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setUseTimeskipping(false)
            .registerSearchAttribute("activity_id", IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
            .build());
  }

  private static ActivityCore core(
      TestWorkflowEnvironment temporal, InMemoryBroker broker, Definitions definitions) {
    ActivityCore.Builder builder =
        ActivityCore.builder(temporal.getWorkflowClient())
            .definitions(definitions)
            .store(InMemoryStore.create())
            .broker(broker)
            .register(new ShopTasks());
    MissingHandlers.add(builder, definitions);
    return builder.build();
  }

  private List<byte[]> read(Path file) throws IOException {
    List<byte[]> events = new ArrayList<>();
    for (EventFile.Read read :
        EventFile.read(file.toString(), Files.readAllBytes(file), type, Instant.now())) {
      if (read instanceof EventFile.Good good) {
        events.add(EnvelopeJson.write(good.event()));
      } else {
        System.err.println(read);
      }
    }
    return events;
  }

  private static List<byte[]> dozen() throws IOException {
    try (InputStream stream =
        Objects.requireNonNull(
            QuickstartMain.class.getResourceAsStream("/quickstart/events/a-dozen.ndjson"))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .map(line -> line.getBytes(StandardCharsets.UTF_8))
          .toList();
    }
  }
}
