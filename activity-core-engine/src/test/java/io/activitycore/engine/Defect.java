package io.activitycore.engine;

import static io.activitycore.engine.Defect.Suite.DEAD_LETTERS;
import static io.activitycore.engine.Defect.Suite.FAULTS;
import static io.activitycore.engine.Defect.Suite.SINK;
import static io.activitycore.engine.Defect.Suite.SOURCE;

import io.activitycore.testing.contract.DeadLettersContract;
import io.activitycore.testing.contract.EventSinkContract;
import io.activitycore.testing.contract.EventSourceContract;
import io.activitycore.testing.contract.EventSourceFaultContract;
import java.util.List;

/** What an adapter can get wrong, and the rules that must notice. */
enum Defect {
  DROPS_HEADERS(SOURCE, "R01", "R18"),
  ACKS_EARLY(SOURCE, "R02", "R04", "R12", "R13"),
  LOSES_WHAT_A_DEAD_PROCESS_HELD(FAULTS, "R21", "R22", "R28"),
  DELIVERS_ACKNOWLEDGED_AGAIN(SOURCE, "R03"),
  COMMITS_THE_HIGHEST_SEEN(SOURCE, "R04"),
  DOUBLES(SOURCE, "R05", "R15"),
  RETRIES_AT_ONCE(SOURCE, "R06"),
  DOES_NOT_COUNT_ATTEMPTS(SOURCE, "R06", "R08"),
  RETRIES_BLOCK_OTHERS(SOURCE, "R07"),
  GIVES_UP_FAILED_LISTENERS(SOURCE, "R08"),
  SWALLOWS_POISON(SOURCE, "R09", "R10"),
  DEAD_LETTERS_WITHOUT_HEADERS(SOURCE, "R09"),
  POISON_COMES_AGAIN(SOURCE, "R10"),
  IGNORES_PAUSE(SOURCE, "R11"),
  CLOSES_WITHOUT_DRAINING(SOURCE, "R12"),
  ACKS_WHAT_IS_OPEN_WHEN_CLOSING(SOURCE, "R13"),
  ONE_AT_A_TIME(SOURCE, "R14"),
  UNBOUNDED(SOURCE, "R15"),
  TELLS_NO_STATE(SOURCE, "R16"),
  CUTS_BIG_BODIES(SOURCE, "R17"),
  REORDERS_WITHIN_A_KEY(FAULTS, "R20"),
  LOSES_DEAD_LETTERS_IN_AN_OUTAGE(FAULTS, "R26", "R27"),
  CONFIRMS_BEFORE_THE_BROKER(SINK, "S01"),
  PUBLISHES_UNDER_ANOTHER_ID(SINK, "S02", "S04"),
  SINK_IS_READ_BY_THE_SOURCE(SINK, "S06"),
  SWALLOWS_WHEN_CLOSED(SINK, "S08"),
  IGNORES_FILTERS(DEAD_LETTERS, "D02"),
  REPLAYS_WITHOUT_HEADERS(DEAD_LETTERS, "D04"),
  KEEPS_REPLAYED_LETTERS(DEAD_LETTERS, "D04", "D05"),
  REPLAYS_WHAT_IS_DISCARDED(DEAD_LETTERS, "D06");

  /** A contract suite and its broken subject. */
  enum Suite {
    SOURCE(EventSourceContract.class, BrokenSuites.Source.class),
    FAULTS(EventSourceFaultContract.class, BrokenSuites.Faults.class),
    SINK(EventSinkContract.class, BrokenSuites.Sink.class),
    DEAD_LETTERS(DeadLettersContract.class, BrokenSuites.Letters.class);

    final Class<?> contract;
    final Class<?> broken;

    Suite(Class<?> contract, Class<?> broken) {
      this.contract = contract;
      this.broken = broken;
    }
  }

  final Suite suite;

  @SuppressWarnings("ImmutableEnumChecker") // a List.of
  final List<String> rules;

  Defect(Suite suite, String... rules) {
    this.suite = suite;
    this.rules = List.of(rules);
  }
}
