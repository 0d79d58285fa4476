package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.engine.internal.tick.Ticks;
import io.activitycore.spi.TickStore.Account;
import io.activitycore.spi.TickStore.Kind;
import io.activitycore.testing.PrivateServer;
import io.temporal.worker.WorkerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Temporal is killed under schedules of seconds: no tick is lost or runs twice, the accounts add up
 * and are what the simulator foretells. At once for hosts whose workers live on, for hosts whose
 * workers are away too, and for some whose definitions change meanwhile. A schedule of one second
 * over 40 seconds with the profile {@code soak}.
 */
class ScheduleOutageIT {

  private static final int PERIOD = Integer.getInteger("activity-core.tick-seconds", 4);
  private static final int OUTAGE = Integer.getInteger("activity-core.outage-seconds", 14);

  /** The server takes no less for one. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  private static final Duration LONG = Duration.ofHours(1);
  private static final Map<String, ScheduleTrigger> ALL = new LinkedHashMap<>();

  static {
    ALL.put("skip", every(PERIOD, Misfire.SKIP, LONG));
    ALL.put("catchup", every(PERIOD, Misfire.CATCHUP, LONG));
    ALL.put("compress", every(PERIOD, Misfire.COMPRESS, LONG));
    ALL.put("late-skip", every(PERIOD, Misfire.SKIP, SHORT));
    ALL.put("late-catchup", every(PERIOD, Misfire.CATCHUP, SHORT));
  }

  private static ScheduleTrigger every(int seconds, Misfire misfire, Duration window) {
    return Clockwork.schedule("@every " + seconds + "s", misfire, window);
  }

  /** A host whose schedules go. */
  private static Clockwork host(PrivateServer temporal, String... ids) {
    Clockwork host = new Clockwork(temporal.address());
    host.have(
        Stream.of(ids)
            .map(id -> host.definition(id, trigger(id)))
            .toArray(ActivityDefinition[]::new));
    return host;
  }

  private static ScheduleTrigger trigger(String id) {
    return Objects.requireNonNull(ALL.get(id));
  }

  @Test
  void each_policy_over_an_outage_of_the_server_of_both_and_with_another_definition_after_it() {
    try (PrivateServer temporal = PrivateServer.temporal();
        Clockwork server = host(temporal, "skip", "catchup", "compress", "late-catchup");
        Clockwork both = host(temporal, "late-skip", "compress");
        Clockwork changed = host(temporal, "skip", "late-catchup", "compress")) {
      List<Clockwork> hosts = List.of(server, both, changed);
      server.work();
      changed.work();
      WorkerFactory away = both.work();
      hosts.forEach(host -> host.ids().forEach(id -> host.awaitSeen(id, 2)));

      Moments.awaitIdle(PERIOD, hosts);
      temporal.kill();
      Instant down = Instant.now();
      away.shutdownNow();
      changed.definitions.replaceAll(old -> changed.definition(old.id(), another(old.id())));
      Moments.awaitTime(down.plusSeconds(OUTAGE));
      temporal.start();
      Instant up = Instant.now();
      changed.inStep();
      both.inStep();
      both.work();

      server.ids().forEach(id -> foretold(server, id, trigger(id), down));
      both.ids().forEach(id -> foretold(both, id, trigger(id), down));
      changed.ids().forEach(id -> changedOver(changed, id, trigger(id), down, up));
    }
  }

  private static void foretold(
      Clockwork clockwork, String id, ScheduleTrigger trigger, Instant down) {
    Foretold foretold = new Foretold(clockwork, id, trigger);
    clockwork.settled(id);
    List<Instant> ends = foretold.endsOfOutage(down);
    clockwork.settledBeyond(id, ends.get(ends.size() - 1));

    foretold.agrees(down, ends);
    ScheduledRunsIT.addsUp(clockwork, id, PERIOD);
    if (trigger.misfire() == Misfire.COMPRESS) {
      ScheduledRunsIT.chained(clockwork, id);
    }
  }

  /** The same under the same policy, at other times. */
  private static ScheduleTrigger another(String id) {
    ScheduleTrigger before = trigger(id);
    return every(PERIOD + 1, before.misfire(), before.catchupWindow());
  }

  /** Up to the change the old ticks count, under the old policy; then the new ones. */
  private static void changedOver(
      Clockwork clockwork, String id, ScheduleTrigger old, Instant down, Instant up) {
    clockwork.settled(id);
    Instant at = clockwork.changedAt(id);
    assertThat(at).isAfter(up);
    Foretold foretold = new Foretold(clockwork, id, old);
    Account account = clockwork.store.ticks().find(clockwork.tenant, id).orElseThrow();
    long due =
        Ticks.of(old).count(account.openedAfter(), at)
            + Ticks.of(another(id)).count(at, account.settledTo());
    assertThat(account.due()).as("%s changed at %s", id, at).isEqualTo(due);
    assertThat(clockwork.ticks(id).values()).as("%s: no tick twice", id).allMatch(n -> n == 1);
    Map<Instant, Kind> late = foretold.account(down, at);
    switch (id) {
      // One that had begun, or waited, when the definition was changed is BUFFERED.
      case "late-catchup" ->
          assertThat(late.values())
              .contains(Kind.MISSED)
              .isSubsetOf(Kind.RUN, Kind.BUFFERED, Kind.MISSED);
      case "compress" -> ScheduledRunsIT.chained(clockwork, id);
      default ->
          assertThat(late.values())
              .contains(Kind.SKIPPED)
              .isSubsetOf(Kind.RUN, Kind.BUFFERED, Kind.SKIPPED);
    }
  }
}
