package io.activitycore.testing;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Failpoints as the environment orders them: {@code ACTIVITY_CORE_FAILPOINT} ({@code before-start}
 * or {@code after-start}; unset means none), {@code ACTIVITY_CORE_FAILPOINT_FILE} (the file that
 * announces it) and, optionally, {@code ACTIVITY_CORE_FAILPOINT_MATCH} (only for a delivery whose
 * body contains this text; otherwise for the first that comes). Immutable.
 */
public final class Failpoints {
  private static final String POINT = "ACTIVITY_CORE_FAILPOINT";
  private static final String FILE = "ACTIVITY_CORE_FAILPOINT_FILE";
  private static final String MATCH = "ACTIVITY_CORE_FAILPOINT_MATCH";

  private final Function<EventSource, EventSource> decoration;

  private Failpoints(Function<EventSource, EventSource> decoration) {
    this.decoration = decoration;
  }

  /**
   * Reads this process's environment.
   *
   * @throws IllegalArgumentException when it names an unknown failpoint, or no file for it
   */
  public static Failpoints fromEnvironment() {
    return from(System.getenv());
  }

  static Failpoints from(Map<String, String> environment) {
    String label = environment.getOrDefault(POINT, "");
    if (label.isEmpty()) {
      return new Failpoints(source -> source);
    }
    Failpoint failpoint = failpoint(label);
    Path file =
        Optional.ofNullable(environment.get(FILE))
            .map(Path::of)
            .orElseThrow(
                () -> new IllegalArgumentException(POINT + "=" + label + " needs " + FILE));
    String text = environment.getOrDefault(MATCH, "");
    Predicate<Delivery> armed =
        delivery -> new String(delivery.body(), StandardCharsets.UTF_8).contains(text);
    return new Failpoints(source -> new FailpointSource(source, failpoint, file, armed));
  }

  /** The environment that orders a failpoint for the first delivery of a child process. */
  public static Map<String, String> environment(Failpoint failpoint, Path announcement) {
    return environment(failpoint, announcement, "");
  }

  /**
   * The environment that orders a failpoint for a certain delivery of a child process.
   *
   * @param failpoint where to stop
   * @param announcement the file that appears when it has stopped; its folder must exist
   * @param match what the delivery's body contains
   */
  public static Map<String, String> environment(
      Failpoint failpoint, Path announcement, String match) {
    Map<String, String> environment = new TreeMap<>();
    environment.put(POINT, failpoint.label());
    environment.put(FILE, announcement.toAbsolutePath().toString());
    environment.put(MATCH, match);
    return environment;
  }

  /** The source with the failpoint in it, or the source itself when none is ordered. */
  public EventSource decorate(EventSource source) {
    return decoration.apply(source);
  }

  private static Failpoint failpoint(String label) {
    return Arrays.stream(Failpoint.values())
        .filter(candidate -> candidate.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    POINT
                        + "="
                        + label
                        + ": expected "
                        + Arrays.stream(Failpoint.values())
                            .map(Failpoint::label)
                            .collect(Collectors.joining(" or "))));
  }
}
