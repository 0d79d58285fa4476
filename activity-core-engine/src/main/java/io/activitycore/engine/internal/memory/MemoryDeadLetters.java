package io.activitycore.engine.internal.memory;

import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.Settlement;
import io.activitycore.spi.StoredDeadLetter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Dead letters in memory; their id is a running number. Thread-safe. */
public final class MemoryDeadLetters implements DeadLetters {

  private final BiConsumer<byte[], Map<String, String>> input;
  private final TreeMap<Long, StoredDeadLetter> letters = new TreeMap<>();
  private long numbers;

  /**
   * Creates it.
   *
   * @param input where replays go
   */
  public MemoryDeadLetters(BiConsumer<byte[], Map<String, String>> input) {
    this.input = input;
  }

  /** Puts one away. */
  public synchronized void put(Delivery original, Settlement.DeadLetter why) {
    numbers++;
    letters.put(numbers, StoredDeadLetter.of(Long.toString(numbers), original, why, Instant.now()));
  }

  @Override
  public synchronized List<StoredDeadLetter> list(DeadLetterQuery query) {
    return letters.values().stream().filter(query::matches).limit(query.limit()).toList();
  }

  @Override
  public synchronized Optional<StoredDeadLetter> find(String id) {
    return letters.values().stream().filter(letter -> letter.id().equals(id)).findFirst();
  }

  @Override
  public synchronized boolean replay(String id) {
    Optional<StoredDeadLetter> letter = find(id);
    letter.ifPresent(found -> input.accept(found.body(), found.headers()));
    return discard(id);
  }

  @Override
  public synchronized boolean discard(String id) {
    return letters.values().removeIf(letter -> letter.id().equals(id));
  }
}
