package io.activitycore.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.testing.JavaProcess;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that is killed, and one that is frozen for longer than its session. */
final class KafkaHostIT {

  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int KEYS = 10;

  @TempDir private Path folder;
  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(Servers.kafka());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  private JavaProcess host() {
    return JavaProcess.start(
        HostMain.class,
        Map.of(),
        folder.resolve("host.log"),
        bench.bootstrap(),
        bench.topic(),
        bench.group(),
        bench.outTopic(),
        bench.deadTopic());
  }

  private List<String> publish(int from, int to) throws Exception {
    List<String> bodies = new ArrayList<>();
    for (int number = from; number < to; number++) {
      for (int key = 0; key < KEYS; key++) {
        bodies.add("k" + key + "-" + number);
        bench.publish("k" + key, "k" + key + "-" + number);
      }
    }
    return bodies;
  }

  private Set<String> settledBy(JavaProcess host) throws IOException {
    try (Stream<String> lines = Files.lines(host.log())) {
      return lines
          .filter(line -> line.startsWith("settled "))
          .map(line -> line.substring("settled ".length()))
          .collect(Collectors.toSet());
    }
  }

  private long committedInAll() throws Exception {
    return bench.committed().values().stream().mapToLong(Long::longValue).sum();
  }

  private Recorder join() {
    Recorder recorder = Recorder.acking();
    bench.broker(bench.options().properties(HostMain.brief()).build()).source().subscribe(recorder);
    return recorder;
  }

  @Test
  void a_killed_host_loses_nothing_and_what_it_committed_stays_away() throws Exception {
    try (JavaProcess host = host()) {
      host.awaitLine("consuming", LIMIT);
      List<String> bodies = publish(0, 60);
      await().atMost(LIMIT).until(() -> committedInAll() > 100);
      host.kill();
      long committed = committedInAll();
      Set<String> settled = settledBy(host);
      assertThat(settled).hasSizeGreaterThanOrEqualTo((int) committed);

      Recorder heir = join();
      await().atMost(LIMIT).until(bench::allCommitted);

      Set<String> both = new HashSet<>(settled);
      both.addAll(heir.bodies());
      assertThat(both).containsExactlyInAnyOrderElementsOf(bodies);
      assertThat(heir.deliveries()).hasSize((int) (bodies.size() - committed));
    }
  }

  @Test
  void a_host_frozen_for_longer_than_its_session_settles_nothing_of_what_others_have_now()
      throws Exception {
    try (JavaProcess host = host()) {
      host.awaitLine("consuming", LIMIT);
      List<String> bodies = publish(0, 30);
      await().atMost(LIMIT).until(() -> committedInAll() > 20);
      host.freeze();
      Recorder heir = join();
      await().atMost(LIMIT).until(bench::allCommitted);
      host.thaw();
      bodies.addAll(publish(30, 60));

      await().atMost(LIMIT).until(bench::allCommitted);
      Set<String> both = settledBy(host);
      both.addAll(heir.bodies());
      assertThat(both).containsExactlyInAnyOrderElementsOf(bodies);
    }
  }
}
