package io.activitycore.samples.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.testing.PrivateServer;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a sync of many unchanged definitions costs, beside a bare list of their schedules: 10,000
 * with the profile {@code soak}.
 */
class ManySchedulesIT {

  private static final Logger LOG = LoggerFactory.getLogger(ManySchedulesIT.class);
  private static final int MANY = Integer.getInteger("activity-core.schedules", 200);
  private static final int TIMES = 9;

  @Test
  void an_unchanged_set_is_listed_and_nothing_is_written() {
    try (PrivateServer temporal = PrivateServer.temporal();
        Clockwork clockwork = new Clockwork(temporal.address())) {
      for (int n = 0; n < MANY; n++) {
        clockwork.definitions.add(clockwork.every("a" + n, "24h", Misfire.COMPRESS));
      }
      long begin = System.nanoTime();
      clockwork.manager.sync(false);
      LOG.warn("created {} schedules in {} s", MANY, (System.nanoTime() - begin) / 1e9);
      await()
          .atMost(Duration.ofMinutes(2).plusMillis(20L * MANY))
          .until(() -> list(clockwork) == MANY && clockwork.manager.sync(false).isEmpty());

      long before = used();
      double[] bare = new double[TIMES];
      double[] sync = new double[TIMES];
      for (int i = 0; i < TIMES; i++) {
        bare[i] = seconds(() -> assertThat(list(clockwork)).isEqualTo(MANY));
        sync[i] = seconds(() -> assertThat(clockwork.manager.sync(false)).isEmpty());
      }
      Arrays.sort(bare);
      Arrays.sort(sync);
      LOG.warn(
          "{} schedules, {} times: bare list {} s (least {}), sync {} s (least {}): {} times"
              + " (least {}); {} KB more in use than before",
          MANY,
          TIMES,
          bare[TIMES / 2],
          bare[0],
          sync[TIMES / 2],
          sync[0],
          sync[TIMES / 2] / bare[TIMES / 2],
          sync[0] / bare[0],
          (used() - before) / 1024);
    }
  }

  private static long used() {
    System.gc();
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    return heap.getUsed();
  }

  private static double seconds(Runnable what) {
    long begin = System.nanoTime();
    what.run();
    return (System.nanoTime() - begin) / 1e9;
  }

  private static int list(Clockwork clockwork) {
    int count = 0;
    ByteString page = ByteString.EMPTY;
    do {
      ListSchedulesResponse response =
          clockwork
              .stubs
              .blockingStub()
              .listSchedules(
                  ListSchedulesRequest.newBuilder()
                      .setNamespace("default")
                      .setMaximumPageSize(1000)
                      .setNextPageToken(page)
                      .build());
      count += response.getSchedulesCount();
      page = response.getNextPageToken();
    } while (!page.isEmpty());
    return count;
  }
}
