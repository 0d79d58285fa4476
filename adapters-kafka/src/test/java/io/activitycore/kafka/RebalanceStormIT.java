package io.activitycore.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.Settlement;
import io.activitycore.testing.Recorder;
import io.activitycore.testing.Servers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Processes join, leave and die every two seconds, under load. */
final class RebalanceStormIT {

  private static final int KEYS = 20;
  private static final int SECONDS = Integer.getInteger("activity-core.storm-seconds", 20);

  private Bench bench;

  @BeforeEach
  void open() {
    bench = new Bench(Servers.kafka());
  }

  @AfterEach
  void close() throws Exception {
    bench.close();
  }

  /** What all processes together were given and acknowledged. */
  private static final class Register {
    final Map<String, List<Integer>> handed = new ConcurrentHashMap<>();
    final Map<String, Boolean> settled = new ConcurrentHashMap<>();
    final AtomicInteger deliveries = new AtomicInteger();

    DeliveryListener listener(Random random) {
      return delivery -> {
        deliveries.incrementAndGet();
        String body = Recorder.body(delivery);
        String key = body.substring(0, body.indexOf('-'));
        List<Integer> all = handed.computeIfAbsent(key, k -> new ArrayList<>());
        synchronized (all) {
          all.add(Integer.parseInt(body.substring(body.indexOf('-') + 1)));
        }
        int pause;
        boolean again;
        synchronized (random) {
          pause = random.nextInt(20);
          again = random.nextInt(200) == 0;
        }
        Executor later = CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS);
        return CompletableFuture.supplyAsync(() -> settle(delivery, body, again), later);
      };
    }

    private Settlement settle(Delivery delivery, String body, boolean again) {
      if (again && delivery.attempt() < 3) {
        return new Settlement.RetryLater(Duration.ofMillis(50), "storm");
      }
      settled.put(body, true);
      return Settlement.ACK;
    }
  }

  @Test
  void there_are_duplicates_but_never_a_gap() throws Exception {
    long seed = Long.getLong("seed", new Random().nextLong());
    Random random = new Random(seed);
    Register register = new Register();
    Deque<KafkaBroker> members = new ArrayDeque<>();
    members.add(join(register, seed));
    int[] next = new int[KEYS];
    int sent = 0;
    long begin = System.nanoTime();
    long turn = begin;
    while (System.nanoTime() - begin < Duration.ofSeconds(SECONDS).toNanos()) {
      int key = random.nextInt(KEYS);
      String body = "k" + key + "-" + next[key]++;
      bench.send("k" + key, body);
      sent++;
      if (sent % 10 == 0) {
        TimeUnit.MILLISECONDS.sleep(20); // the load: about 400 a second
      }
      if (System.nanoTime() - turn > Duration.ofSeconds(2).toNanos()) {
        turn = System.nanoTime();
        change(members, register, random);
      }
    }
    bench.flush();

    int expected = sent;
    await()
        .atMost(Duration.ofSeconds(60))
        .alias("seed " + seed)
        .until(() -> register.settled.size() == expected);
    await().atMost(Duration.ofSeconds(30)).until(bench::allCommitted);
    register.handed.forEach(
        (key, all) ->
            assertThat(all.stream().distinct().toList())
                .as("seed %d, first hand-overs of %s", seed, key)
                .isSorted());
    System.out.printf(
        "storm of %d s, seed %d: %d events, %d hand-overs%n",
        SECONDS, seed, sent, register.deliveries.get());
  }

  private KafkaBroker join(Register register, long seed) {
    KafkaBroker member = bench.broker(bench.options().partitions(6).maxInFlight(32).build());
    member.source().subscribe(register.listener(new Random(seed)));
    return member;
  }

  private void change(Deque<KafkaBroker> members, Register register, Random random) {
    if (members.size() < 2 || (members.size() < 4 && random.nextBoolean())) {
      members.add(join(register, random.nextLong()));
    } else if (random.nextBoolean()) {
      members.remove().close();
    } else {
      members.remove().crash();
    }
  }
}
