package io.activitycore.kafka;

import io.activitycore.kafka.Held.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The assigned partitions and every record of them that is not settled: who may be handed over,
 * what may be committed, what must not be fetched now. Thread-safe; never calls out.
 */
final class Assignment {

  private static final long MILLI = 1_000_000;

  private final int maxInFlight;
  private final int window;
  private final long windowBytes;
  private final String metadata;
  private final Map<TopicPartition, PartitionWork> partitions = new HashMap<>();
  private final HandOverQueue queue = new HandOverQueue();
  // In hand when their partition went; should it come back meanwhile, they are not handed over
  // again.
  private final Map<Held.Id, Held> orphans = new HashMap<>();
  private int inFlight;
  private boolean paused;
  private boolean closed;
  private boolean saturated;
  private boolean idle;
  private boolean hungry;

  Assignment(KafkaOptions options) {
    this.maxInFlight = options.maxInFlight();
    this.window = options.window();
    this.windowBytes = options.windowBytes();
    this.metadata = options.commitMetadata();
  }

  synchronized void add(Collection<TopicPartition> assigned) {
    assigned.forEach(each -> partitions.computeIfAbsent(each, PartitionWork::new));
  }

  /** The partitions are somebody else's: what is in hand of them is not committed by us. */
  synchronized void remove(Collection<TopicPartition> gone) {
    for (TopicPartition each : gone) {
      PartitionWork work = partitions.remove(each);
      if (work != null) {
        abandon(work);
      }
    }
    notifyAll();
  }

  /** Reading of a partition begins at another offset; what is in hand of it is not committed. */
  synchronized void begin(TopicPartition partition, long offset) {
    PartitionWork work = partitions.get(partition);
    if (work != null) {
      abandon(work);
      work.begin(offset);
    }
  }

  private void abandon(PartitionWork work) {
    for (Held held : work.abandon()) {
      held.owner = null;
      held.next = null;
      held.leads = false;
      if (held.state == State.IN_HAND) {
        orphans.put(held.id(), held);
      } else {
        held.state = State.SETTLED;
      }
    }
    queue.purge();
  }

  synchronized void admit(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      PartitionWork work = partitions.get(partition);
      if (work != null) {
        records.records(partition).forEach(record -> admit(work, record));
      }
    }
    records.nextOffsets().forEach((partition, next) -> advance(partition, next.offset()));
    wake();
  }

  private void admit(PartitionWork work, ConsumerRecord<byte[], byte[]> record) {
    Held held = new Held(record, work.partition());
    Held orphan = orphans.isEmpty() ? null : orphans.remove(held.id());
    if (work.admit(orphan == null ? held : orphan)) {
      queue.add(held);
    }
  }

  /**
   * The next record to hand over, which is then in hand.
   *
   * @return null when there was none in that time, no room, or a pause
   */
  synchronized @Nullable Held take(Duration atMost) throws InterruptedException {
    Held next = next();
    if (next != null) {
      return next; // as nearly always in a rush: no need to know the time
    }
    long end = System.nanoTime() + atMost.toNanos();
    for (long left = atMost.toNanos(); left > 0; left = end - System.nanoTime()) {
      long nap = Math.min(left, queue.untilDueNanos());
      idle = true;
      wait(nap / MILLI, (int) (nap % MILLI));
      idle = false;
      next = next();
      if (next != null) {
        return next;
      }
    }
    return null;
  }

  private @Nullable Held next() {
    if (paused || closed || inFlight >= maxInFlight) {
      return null;
    }
    for (Held held = queue.poll(); held != null; held = queue.poll()) {
      PartitionWork owner = held.owner;
      if (owner != null && owner.isBlocked()) {
        owner.park(held);
      } else if (owner != null) {
        held.state = State.IN_HAND;
        inFlight++;
        wake();
        return held;
      }
    }
    return null;
  }

  /** Done with. Without effect when its partition has gone. */
  synchronized void settle(Held held) {
    inFlight--;
    PartitionWork owner = held.owner;
    if (owner == null) {
      forget(held);
    } else {
      Held following = owner.settle(held);
      if (following != null) {
        queue.add(following);
      }
    }
    wake();
  }

  /** To be handed over again, not before that time; others of its key wait behind it. */
  synchronized void retry(Held held, Duration delay) {
    inFlight--;
    if (held.owner == null) {
      forget(held);
    } else {
      held.again();
      queue.addLater(held, delay);
    }
    wake();
  }

  /**
   * Whether the record is still ours. If not, it is given up.
   *
   * @return false when its partition has gone; nothing more is to be done about it then
   */
  synchronized boolean keeps(Held held) {
    if (held.owner != null) {
      return true;
    }
    inFlight--;
    forget(held);
    wake();
    return false;
  }

  private void forget(Held held) {
    held.state = State.SETTLED;
    orphans.remove(held.id(), held);
  }

  /** Stops its partition: nothing more is fetched or handed over. Returns what to undo later. */
  synchronized @Nullable PartitionWork block(Held held) {
    PartitionWork owner = held.owner;
    if (owner != null) {
      owner.block();
    }
    return owner;
  }

  synchronized void unblock(PartitionWork work) {
    work.unblock().forEach(queue::addFirst);
    wake();
  }

  synchronized void pause(boolean wish) {
    paused = wish;
    wake();
  }

  /** Whether some partition stands still because of a dead letter. */
  synchronized boolean isHeldUp() {
    return partitions.values().stream().anyMatch(PartitionWork::isBlocked);
  }

  synchronized boolean isPaused() {
    return paused;
  }

  /** Nothing is handed over any more. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  private void wake() {
    if (idle || (hungry && (closed || queue.size() < maxInFlight))) {
      notifyAll();
    }
  }

  /** The partitions that nothing may be fetched from at this moment. */
  synchronized List<TopicPartition> full() {
    saturated = queue.size() >= (saturated ? maxInFlight : 2 * maxInFlight);
    boolean all = paused || closed || saturated;
    List<TopicPartition> full = new ArrayList<>();
    partitions.forEach(
        (partition, work) -> {
          if (all || work.isBlocked() || !work.holds(window, windowBytes)) {
            full.add(partition);
          }
        });
    return full;
  }

  /** Waits until something may be fetched again, or nothing is left to wait for; that long. */
  synchronized void awaitRoom(Duration atMost) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    hungry = true;
    for (long left = atMost.toNanos();
        left > 0 && full().size() == partitions.size() && !(closed && inFlight == 0);
        left = end - System.nanoTime()) {
      wait(left / MILLI, (int) (left % MILLI));
    }
    hungry = false;
  }

  /** What is settled without a gap and not committed yet. */
  synchronized Map<TopicPartition, OffsetAndMetadata> uncommitted() {
    Map<TopicPartition, OffsetAndMetadata> found = new HashMap<>();
    partitions.forEach(
        (partition, work) -> {
          long offset = work.uncommitted();
          if (offset != Watermark.UNKNOWN) {
            found.put(partition, new OffsetAndMetadata(offset, metadata));
          }
        });
    return found;
  }

  synchronized void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    offsets.forEach(
        (partition, offset) -> {
          PartitionWork work = partitions.get(partition);
          if (work != null) {
            work.committed(offset.offset());
          }
        });
  }

  /** Up to where each partition is settled without a gap; {@link Watermark#UNKNOWN} at first. */
  synchronized Map<TopicPartition, Long> watermarks() {
    Map<TopicPartition, Long> found = new HashMap<>();
    partitions.forEach((partition, work) -> found.put(partition, work.watermark().value()));
    return found;
  }

  synchronized void advance(TopicPartition partition, long position) {
    PartitionWork work = partitions.get(partition);
    if (work != null) {
      work.watermark().advance(position);
    }
  }

  synchronized int inFlight() {
    return inFlight;
  }

  /** Waits until nothing is in hand; returns how much is when the time is over. */
  synchronized int awaitSettled(Collection<TopicPartition> of, Duration atMost)
      throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    int left = inHand(of);
    for (long nap = atMost.toNanos(); left > 0 && nap > 0; nap = end - System.nanoTime()) {
      wait(Math.min(10, nap / MILLI + 1));
      left = inHand(of);
    }
    return left;
  }

  /** From now on nothing of these is handed over. */
  synchronized void freeze(Collection<TopicPartition> going) {
    for (TopicPartition each : going) {
      PartitionWork work = partitions.get(each);
      if (work != null) {
        work.block();
      }
    }
  }

  private int inHand(Collection<TopicPartition> of) {
    return of.stream()
        .map(partitions::get)
        .mapToInt(work -> work == null ? 0 : work.inHand())
        .sum();
  }
}
