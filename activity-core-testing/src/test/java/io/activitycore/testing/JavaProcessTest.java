package io.activitycore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JavaProcessTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int KILLED = 128 + 9;
  private static final int TERMINATED = 128 + 15;

  private final Path log;
  private final Path announcement;

  JavaProcessTest(@TempDir Path folder) {
    this.log = folder.resolve("child.log");
    this.announcement = folder.resolve("parked");
  }

  @Test
  void aChildParksAfterStartAndIsKilledThere() throws IOException {
    Map<String, String> order =
        Failpoints.environment(Failpoint.AFTER_START, announcement, "second");
    try (JavaProcess child = JavaProcess.start(FailpointMain.class, order, log, "a", "b c")) {
      child.awaitFile(announcement, LIMIT);
      child.awaitLine("waiting", LIMIT);
      assertThat(announcement).hasContent("after-start list#second");
      assertThat(child.alive()).isTrue();

      child.kill();
      assertThat(child.alive()).isFalse();
      assertThat(child.awaitExit(LIMIT)).isEqualTo(KILLED);
    }
    assertThat(Files.readAllLines(log))
        .containsExactly(
            "arguments a,b c", "started first", "settled first=Ack", "started second", "waiting");
  }

  @Test
  void aChildParksBeforeStartAndIsKilledThere() throws IOException {
    Map<String, String> order = Failpoints.environment(Failpoint.BEFORE_START, announcement);
    try (JavaProcess child = JavaProcess.start(FailpointMain.class, order, log)) {
      child.awaitFile(announcement, LIMIT);
      child.awaitLine("waiting", LIMIT);
    }
    assertThat(Files.readAllLines(log)).containsExactly("arguments ", "waiting");
  }

  @Test
  void aNewStartBeginsANewLog() throws IOException {
    Files.writeString(log, "settled second=Ack of an earlier process\n");
    try (JavaProcess child = JavaProcess.start(FailpointMain.class, Map.of(), log)) {
      assertThat(child.awaitLine("settled second", LIMIT)).isEqualTo("settled second=Ack");
      assertThat(child.toString()).isEqualTo("FailpointMain (" + child.pid() + ")");
      assertThat(child.log()).isEqualTo(log);
    }
  }

  @Test
  void aFrozenChildCanBeTerminated() {
    try (JavaProcess child = JavaProcess.start(FailpointMain.class, Map.of(), log)) {
      child.awaitLine("waiting", LIMIT);
      child.freeze();
      assertThat(child.alive()).isTrue();
      child.thaw();
      child.freeze();
      child.terminate();
      assertThat(child.awaitExit(LIMIT)).isEqualTo(TERMINATED);
    }
  }

  @Test
  void aChildThatEndsOrIsTooSlowFailsTheWaitWithItsLog() {
    try (JavaProcess child = JavaProcess.start(JavaProcessTest.class, Map.of(), log)) {
      assertThatThrownBy(() -> child.awaitLine("ready", LIMIT))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("not a line with 'ready'; it has ended")
          .hasMessageContaining("main");
    }
    try (JavaProcess child = JavaProcess.start(FailpointMain.class, Map.of(), log)) {
      child.awaitLine("waiting", LIMIT);
      assertThatThrownBy(() -> child.awaitFile(announcement, Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("settled first=Ack");
      assertThatThrownBy(() -> child.awaitExit(Duration.ofMillis(50)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("still runs");
    }
  }
}
