package io.activitycore.engine.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

  private final ExecutorService threads = Executors.newFixedThreadPool(8);

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  @Test
  void work_of_one_lane_keeps_its_order_and_a_failure_does_not_hold_it_up() throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Lanes lanes = new Lanes(threads);
    Map<String, List<Integer>> done = new TreeMap<>();
    for (String lane : List.of("a", "b", "c")) {
      done.put(lane, Collections.synchronizedList(new ArrayList<>()));
    }
    int count = 2_000;
    CountDownLatch all = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      int number = i;
      Set<String> in = new TreeSet<>();
      done.keySet().stream().filter(lane -> random.nextBoolean()).forEach(in::add);
      lanes.execute(
          in,
          () -> {
            in.forEach(lane -> done.get(lane).add(number));
            all.countDown();
            if (number % 7 == 0) {
              throw new IllegalStateException("on purpose");
            }
          });
    }

    assertThat(all.await(20, TimeUnit.SECONDS)).as("seed %s", seed).isTrue();
    assertThat(done.values()).as("seed %s", seed).allSatisfy(list -> assertThat(list).isSorted());
  }

  @Test
  void another_lane_does_not_wait() throws Exception {
    Lanes lanes = new Lanes(threads);
    CountDownLatch hold = new CountDownLatch(1);
    CountDownLatch other = new CountDownLatch(1);
    lanes.execute(Set.of("a"), () -> awaitQuietly(hold));
    lanes.execute(Set.of("b"), other::countDown);

    assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
    hold.countDown();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
