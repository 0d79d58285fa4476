package io.activitycore.engine.internal.schedule;

import io.activitycore.engine.internal.metrics.Metric;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.engine.internal.tick.Ticks;
import io.activitycore.spi.TickStore.Account;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which schedules are late: a run was expected by now, and neither it nor another fate of its
 * tick is there, whatever the reason. Needs nothing but the account, so that it tells of a schedule
 * that silently stopped, and of a Temporal that does not answer. Thread-safe.
 */
final class Heartbeat {

  private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

  /** Said in the log when it is later than this. */
  private static final Duration GRACE = Duration.ofMinutes(1);

  private final Metrics metrics;
  private final Clock clock;
  private final Set<String> said = new TreeSet<>();

  Heartbeat(Metrics metrics, Clock clock) {
    this.metrics = metrics;
    this.clock = clock;
  }

  /** One look at all schedules that are enabled and have an account. */
  synchronized void look(Map<WantedSchedule, Account> accounts) {
    Instant now = clock.instant();
    Map<String, Double> late = new TreeMap<>();
    accounts.forEach(
        (wanted, account) -> {
          String id = wanted.definition().id();
          Instant expected = Ticks.of(wanted.schedule()).next(account.settledTo());
          if (expected != null && account.pausedSince() == null && !expected.isAfter(now)) {
            Duration since = Duration.between(expected, now);
            late.put(id, since.toMillis() / 1000.0);
            say(id, expected, since);
          } else if (said.remove(id)) {
            LOG.info("{} is on time again", id);
          }
        });
    metrics.setByActivity(Metric.SCHEDULE_LATE, late, Math::max);
  }

  private void say(String id, Instant expected, Duration since) {
    if (since.compareTo(GRACE) > 0 && said.add(id)) {
      LOG.warn("{}: a run was expected at {}, and there is none", id, expected);
    }
  }
}
