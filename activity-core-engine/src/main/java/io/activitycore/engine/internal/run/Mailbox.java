package io.activitycore.engine.internal.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What has reached a workflow from outside and was not looked at yet. */
final class Mailbox {

  private final Deque<JsonNode> answers = new ArrayDeque<>();
  private final Deque<RunTrigger> events = new ArrayDeque<>();
  private boolean paused;
  private boolean asked;

  void answered(JsonNode answer) {
    answers.add(answer);
  }

  @Nullable JsonNode nextAnswer() {
    return answers.poll();
  }

  boolean hasAnswer() {
    return !answers.isEmpty();
  }

  void arrived(RunTrigger event) {
    events.add(event);
  }

  Deque<RunTrigger> events() {
    return events;
  }

  boolean isPaused() {
    return paused;
  }

  void pause(boolean value) {
    paused = value;
    asked = true;
  }

  /** As the execution before this one left it, unless this one was asked before it went on. */
  void carriedPause(boolean value) {
    if (!asked) {
      paused = value;
    }
  }
}
