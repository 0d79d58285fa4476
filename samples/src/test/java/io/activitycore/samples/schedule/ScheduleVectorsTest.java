package io.activitycore.samples.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.engine.internal.tick.ScheduleCheck;
import io.activitycore.engine.internal.tick.Ticks;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Our ticks are the server's, on 200 schedules over ten years; see {@link ScheduleVectorsIT}. */
final class ScheduleVectorsTest {

  @Test
  void every_vector_of_the_server_is_computed_alike() throws IOException {
    List<Vector> vectors = Vector.all();
    assertThat(vectors).hasSizeGreaterThanOrEqualTo(200);
    for (Vector each : vectors) {
      ScheduleTrigger trigger = each.trigger();
      assertThat(ScheduleCheck.check(trigger)).as("%s", each.schedule()).isEmpty();
      assertThat(Vector.digest(Ticks.of(trigger).between(Vector.FROM, Vector.TO).iterator()))
          .as("%s", each.schedule())
          .isEqualTo(each.ticks());
    }
  }
}
