package io.activitycore.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The polling thread, the only one that touches the consumer. It polls whatever happens, so that
 * the group never takes the process for dead; what is not wanted now is paused, not left unpolled.
 */
final class ConsumerLoop implements Runnable, ConsumerRebalanceListener {

  private static final Logger log = LoggerFactory.getLogger(ConsumerLoop.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration BRIEF = Duration.ofMillis(5);
  private static final long RETRY_MILLIS = 500;

  /** Whether there is room for what could be fetched, and how long a poll may wait for it. */
  private enum Room {
    ENOUGH(POLL),
    SOME(BRIEF),
    NONE(Duration.ZERO);

    private final Duration poll;

    Room(Duration poll) {
      this.poll = poll;
    }
  }

  private final KafkaOptions options;
  private final Consumer<byte[], byte[]> consumer;
  private final Assignment assignment;
  private final Positions positions;
  private final Lag lag;
  private boolean committing;
  private boolean leaving;
  private volatile boolean aborted;
  private long committedNanos = System.nanoTime();
  private volatile @Nullable String problem;
  private volatile @Nullable String commitProblem;

  ConsumerLoop(
      KafkaOptions options, Consumer<byte[], byte[]> consumer, Assignment assignment, Lag lag) {
    this.options = options;
    this.consumer = consumer;
    this.assignment = assignment;
    this.lag = lag;
    this.positions = new Positions(options, consumer, assignment);
  }

  /** Why consumption stands still at present; null when it does not. */
  @Nullable String problem() {
    String current = problem;
    return current == null ? commitProblem : current;
  }

  /** Whether a connection to some broker is open. */
  boolean isConnected() {
    return consumer.metrics().entrySet().stream()
        .filter(each -> each.getKey().name().equals("connection-count"))
        .anyMatch(each -> each.getValue().metricValue() instanceof Double count && count > 0);
  }

  @Override
  public void run() {
    try {
      consumer.subscribe(options.topics(), this);
      while (!assignment.isClosed() && step()) {}
      if (!aborted) {
        drain();
      }
    } catch (InterruptException e) {
      log.debug("Kafka: the polling thread was interrupted", e);
    } catch (RuntimeException | Error e) {
      problem = "consumption has ended: " + Names.line(e.toString());
      log.error("Kafka: {} is not consumed any more", options.topics(), e);
    } finally {
      leave();
    }
  }

  /** Returns false when there is no point in going on. */
  private boolean step() {
    try {
      positions.place();
      Room room = adjust();
      assignment.admit(consumer.poll(room.poll));
      positions.learn();
      well();
      commit();
      lag.ask();
      if (room == Room.NONE) {
        assignment.awaitRoom(POLL);
      }
    } catch (NoOffsetForPartitionException e) {
      retried(() -> positions.begin(e.partitions()));
    } catch (OffsetOutOfRangeException e) {
      retried(() -> positions.outOfRange(e.offsetOutOfRangePartitions()));
    } catch (FencedInstanceIdException e) {
      problem = "another process is " + options.instance() + " in group " + options.group();
      log.error("Kafka: {}; this one consumes nothing any more", problem);
      return false;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      troubled(e);
    }
    return true;
  }

  private void retried(Runnable positioning) {
    try {
      positioning.run();
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      troubled(e); // the next poll says the same again
    }
  }

  private void well() {
    if (problem != null) {
      log.info("Kafka: {} is consumed again", options.topics());
      problem = null;
    }
  }

  private void troubled(KafkaException error) {
    if (problem == null) {
      log.error("Kafka: {} is not consumed: {}", options.topics(), error.toString());
    }
    problem = Names.line(error.toString());
    try {
      Thread.sleep(RETRY_MILLIS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Pauses and resumes partitions. */
  private Room adjust() {
    Set<TopicPartition> assigned = consumer.assignment();
    Set<TopicPartition> wanted = new HashSet<>(assignment.full());
    Room room =
        wanted.isEmpty() || assignment.isPaused()
            ? Room.ENOUGH
            : wanted.containsAll(assigned) ? Room.NONE : Room.SOME;
    wanted.addAll(positions.unplaced());
    wanted.retainAll(assigned);
    Set<TopicPartition> paused = consumer.paused();
    Set<TopicPartition> free = new HashSet<>(paused);
    free.removeAll(wanted);
    wanted.removeAll(paused);
    if (!free.isEmpty()) {
      consumer.resume(free);
    }
    if (!wanted.isEmpty()) {
      consumer.pause(wanted);
    }
    return room;
  }

  private void commit() {
    if (committing || System.nanoTime() - committedNanos < options.commitInterval().toNanos()) {
      return;
    }
    committedNanos = System.nanoTime();
    Map<TopicPartition, OffsetAndMetadata> offsets = assignment.uncommitted();
    if (!offsets.isEmpty() && !aborted) {
      committing = true;
      consumer.commitAsync(offsets, this::committed);
    }
  }

  private void committed(
      Map<TopicPartition, OffsetAndMetadata> offsets, @Nullable Exception error) {
    committing = false;
    if (error == null) {
      assignment.committed(offsets);
      commitProblem = null;
    } else { // the next one says more
      commitProblem = "offsets are not committed: " + Names.line(error.toString());
      log.debug("Kafka: {} not committed", offsets, error);
    }
  }

  /** Whatever is not committed by now never is. */
  void abort() {
    aborted = true;
  }

  private void commitNow() {
    if (aborted) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> offsets = assignment.uncommitted();
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets, options.requestTimeout());
      assignment.committed(offsets);
    } catch (InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      log.warn("Kafka: {} not committed, some of it comes again: {}", offsets, e.toString());
    }
  }

  /** Whatever is settled by then is committed; nothing new comes meanwhile. */
  private void drain() {
    long end = System.nanoTime() + options.drainTimeout().toNanos();
    while (assignment.inFlight() > 0 && end - System.nanoTime() > 0 && step()) {}
    int left = assignment.inFlight();
    if (left > 0) {
      log.warn("Kafka: closed with {} unsettled deliveries, they come again", left);
    }
    commitNow();
  }

  private void leave() {
    leaving = true;
    try {
      consumer.close(CloseOptions.timeout(options.requestTimeout()));
    } catch (KafkaException e) {
      log.debug("Kafka: the consumer closed badly", e);
    }
    log.info("Kafka: {} is not consumed any more", options.topics());
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    assignment.add(partitions);
    positions.assigned(partitions);
    log.info("Kafka: assigned {}", partitions);
  }

  /**
   * What is in hand of them may be settled for a while; then what is settled without a gap is
   * committed. The rest is the next owner's: a later settlement here does nothing.
   */
  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    try {
      assignment.freeze(partitions);
      Duration patience = leaving ? Duration.ZERO : options.revokeTimeout();
      int left = assignment.awaitSettled(partitions, patience);
      commitNow();
      log.info("Kafka: gave up {}, {} deliveries in hand", partitions, left);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } finally {
      lose(partitions);
    }
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    log.warn("Kafka: lost {} (out of touch for too long); what is in hand comes again", partitions);
    lose(partitions);
  }

  private void lose(Collection<TopicPartition> partitions) {
    positions.gone(partitions);
    assignment.remove(partitions);
  }
}
