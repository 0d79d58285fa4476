package io.activitycore.samples.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.tick.ScheduleCheck;
import io.activitycore.engine.internal.tick.Ticks;
import io.activitycore.testing.Servers;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The vectors are what a real server gives. With {@code -Dvectors.write=true} all of them are asked
 * for anew and written; otherwise some are compared.
 */
final class ScheduleVectorsIT {

  private static final int VECTORS = 200;
  private static final int COMPARED = 12;

  @Test
  void the_vectors_are_the_servers() throws IOException {
    try (ServerTicks server = new ServerTicks(Servers.temporal())) {
      if (Boolean.getBoolean("vectors.write")) {
        Vector.write(ask(server));
      }
      List<Vector> vectors = Vector.all();
      for (int i = 0; i < vectors.size(); i += vectors.size() / COMPARED) {
        Vector each = vectors.get(i);
        List<Instant> ticks = server.ticks(each.trigger(), Vector.FROM, Vector.TO);
        assertThat(Vector.digest(ticks.iterator()))
            .as("%s", each.schedule())
            .isEqualTo(each.ticks());
      }
    }
  }

  private static List<Vector> ask(ServerTicks server) {
    List<Vector> vectors = new ArrayList<>();
    for (long seed = 0; vectors.size() < VECTORS; seed++) {
      ScheduleTrigger trigger = new RandomSchedules(seed).next();
      if (ScheduleCheck.check(trigger).isEmpty()
          && Ticks.of(trigger).last(Vector.FROM, Vector.TO) != null) {
        List<Instant> ticks = server.ticks(trigger, Vector.FROM, Vector.TO);
        vectors.add(Vector.of(trigger, ticks.iterator()));
      }
    }
    return vectors;
  }
}
