package io.activitycore.samples.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.samples.faults.Sent.Fate;
import io.activitycore.spi.Broker;
import io.activitycore.spi.DeadLetterQuery;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowExecutionMetadata;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What became of what was sent, by what broker, store and Temporal say: {@code received = matched +
 * unmatched + dead-lettered + pending}, one final decision and one run for each match.
 */
final class Account {

  private final Scene scene;
  private final Stage stage;
  private final FaultStore store;
  private final Broker desk;
  private final WorkflowClient client;

  Account(Scene scene, Stage stage, FaultStore store, Broker desk, WorkflowClient client) {
    this.scene = scene;
    this.stage = stage;
    this.store = store;
    this.desk = desk;
    this.client = client;
  }

  /** Fails unless all of it holds; how many messages had each fate. */
  Map<Fate, Integer> check(Collection<Sent> received) throws IOException {
    Map<String, Sent> byTag = new TreeMap<>();
    received.forEach(sent -> byTag.put(sent.tag(), sent));
    Map<Fate, Integer> sums = equation(byTag.values());
    Set<String> pairs = new TreeSet<>();
    for (Sent sent : byTag.values()) {
      sent.activities().forEach(each -> pairs.add(each + ":" + sent.eventId()));
    }
    assertThat(finalDecisions()).as("final decisions").containsExactlyElementsOf(pairs);
    assertThat(
            values(
                "SELECT activity_id || ':' || occurrence FROM %s.ending"
                    + " WHERE outcome = 'COMPLETED'"))
        .as("completed runs of the ledger")
        .containsExactlyElementsOf(pairs);
    Set<String> workflows = new TreeSet<>();
    pairs.forEach(pair -> workflows.add("activity-" + pair));
    assertThat(workflows()).as("runs of Temporal").containsExactlyElementsOf(workflows);
    assertThat(new TreeSet<>(Files.readAllLines(stage.effects())))
        .as("effects")
        .isEqualTo(new TreeSet<>(workflows.stream().map(each -> each + "/only").toList()));
    assertThat(store.number("SELECT count(*) FROM %s.outbox WHERE published_at IS NULL"))
        .as("events out that wait")
        .isZero();
    return sums;
  }

  private Map<Fate, Integer> equation(Collection<Sent> received) {
    Set<String> matched =
        new TreeSet<>(values("SELECT event_id FROM %s.decision WHERE kind = 'STARTED'"));
    Set<String> unmatched =
        new TreeSet<>(values("SELECT event_id FROM %s.decision WHERE kind = 'UNMATCHED'"));
    Set<String> parked = new TreeSet<>(values("SELECT event_id FROM %s.parked_event"));
    Set<String> dead = new TreeSet<>();
    desk.deadLetters()
        .orElseThrow()
        .list(DeadLetterQuery.all())
        .forEach(letter -> dead.add(letter.headers().getOrDefault(Sent.TAG, "untagged")));
    Map<Fate, Integer> sums = new EnumMap<>(Fate.class);
    Map<String, Set<Fate>> wrong = new TreeMap<>();
    for (Sent sent : received) {
      Set<Fate> found = EnumSet.noneOf(Fate.class);
      add(found, Fate.MATCHED, matched.contains(sent.eventId()));
      add(found, Fate.UNMATCHED, unmatched.contains(sent.eventId()));
      add(found, Fate.PENDING, parked.contains(sent.eventId()));
      add(found, Fate.DEAD_LETTERED, dead.contains(sent.tag()));
      if (found.equals(EnumSet.of(sent.fate()))) {
        sums.merge(sent.fate(), 1, Integer::sum);
      } else {
        wrong.put(sent.tag() + " " + sent.eventId() + ", expected " + sent.fate(), found);
      }
    }
    assertThat(wrong).as("messages with another fate").isEmpty();
    return sums;
  }

  private static void add(Set<Fate> found, Fate fate, boolean holds) {
    if (holds) {
      found.add(fate);
    }
  }

  /** In order, doubles included. */
  private List<String> finalDecisions() {
    return values(
        "SELECT activity_id || ':' || event_id FROM %s.decision WHERE kind IN"
            + " ('STARTED', 'SIGNALLED', 'REPLIED')");
  }

  private List<String> values(String query) {
    return store.rows(query).stream().map(row -> row.get(0)).sorted().toList();
  }

  private List<String> workflows() {
    List<String> found = new ArrayList<>();
    for (String activity : List.of(scene.all(), scene.german(), scene.parked())) {
      try (Stream<WorkflowExecutionMetadata> runs =
          client.listExecutions("activity_id = '" + activity + "'")) {
        runs.forEach(run -> found.add(run.getExecution().getWorkflowId()));
      }
    }
    found.sort(null);
    return found;
  }
}
