package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.DeadLettersException;
import io.activitycore.spi.StoredDeadLetter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * The dead letters of the dead-letter queue. A queue cannot be read without taking from it: each
 * look takes what stands there on a channel of its own and gives it back by closing that. While one
 * looks, the letters are away for others, so an exclusive queue lets only one look at a time, of
 * all processes. Thread-safe.
 */
final class RabbitDeadLetters implements DeadLetters {

  private static final long AGAIN_MILLIS = 50;

  /** What is done with one letter while it is taken. */
  @FunctionalInterface
  private interface Use {
    void of(Channel channel, GetResponse raw) throws IOException;
  }

  private final RabbitOptions options;
  private final RabbitLink link;
  private final Publisher publisher;
  private final Copies copies;

  RabbitDeadLetters(RabbitOptions options, RabbitLink link, Publisher publisher) {
    this.options = options;
    this.link = link;
    this.publisher = publisher;
    this.copies = new Copies(options);
  }

  @Override
  public List<StoredDeadLetter> list(DeadLetterQuery query) {
    List<StoredDeadLetter> found = new ArrayList<>();
    look(
        "list",
        letter -> {
          if (query.matches(letter)) {
            found.add(letter);
          }
          return false;
        },
        (channel, raw) -> {});
    // What was given back before may stand behind what came since.
    return found.stream()
        .sorted(Comparator.comparing(StoredDeadLetter::time))
        .limit(query.limit())
        .toList();
  }

  @Override
  public Optional<StoredDeadLetter> find(String id) {
    AtomicReference<StoredDeadLetter> found = new AtomicReference<>();
    boolean unused =
        look(
            "find " + Names.line(id),
            letter -> {
              boolean same = letter.id().equals(id);
              if (same) {
                found.set(letter);
              }
              return same;
            },
            (channel, raw) -> {});
    return Optional.ofNullable(found.get());
  }

  @Override
  public boolean replay(String id) {
    return look(
        "replay " + Names.line(id),
        letter -> letter.id().equals(id),
        (channel, raw) -> {
          Incoming original = DeadLetterForm.original(incoming(raw));
          publisher.publish(copies.again(original, 0, Duration.ZERO));
          channel.basicAck(raw.getEnvelope().getDeliveryTag(), false);
        });
  }

  @Override
  public boolean discard(String id) {
    return look(
        "discard " + Names.line(id),
        letter -> letter.id().equals(id),
        (channel, raw) -> channel.basicAck(raw.getEnvelope().getDeliveryTag(), false));
  }

  /** Takes letter after letter until one is it, uses that, and gives back the others. */
  private synchronized boolean look(String what, Predicate<StoredDeadLetter> is, Use use) {
    try {
      lock();
      try {
        return link.<Boolean, IOException>once(channel -> take(channel, is, use));
      } finally {
        unlock();
      }
    } catch (IOException | ShutdownSignalException | IllegalArgumentException e) {
      throw new DeadLettersException(
          what + " at RabbitMQ queue " + options.deadQueue() + ": " + RabbitLink.reason(e), e);
    }
  }

  private boolean take(Channel channel, Predicate<StoredDeadLetter> is, Use use)
      throws IOException {
    // No more than stand there now: the process that dead-letters may be faster.
    long most = channel.messageCount(options.deadQueue());
    for (long i = 0; i < most; i++) {
      GetResponse raw = channel.basicGet(options.deadQueue(), false);
      if (raw == null) {
        return false;
      }
      StoredDeadLetter letter = DeadLetterForm.stored(incoming(raw), options.queue());
      if (is.test(letter)) {
        use.of(channel, raw);
        return true;
      }
    }
    return false;
  }

  private static Incoming incoming(GetResponse raw) {
    return Incoming.of(raw.getEnvelope(), raw.getProps(), raw.getBody());
  }

  private String lockName() {
    return options.deadQueue() + ".look";
  }

  private void lock() throws IOException {
    long end = publisher.deadline();
    while (true) {
      try {
        link.once(channel -> channel.queueDeclare(lockName(), false, true, true, null));
        return;
      } catch (IOException e) {
        boolean others = Shutdown.code(e) == AMQP.RESOURCE_LOCKED;
        if (!others || System.nanoTime() - end > 0) {
          throw others ? new IOException("another process is looking at it", e) : e;
        }
        pause(e);
      }
    }
  }

  private static void pause(IOException why) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw why;
    }
  }

  /** If this fails the connection is lost, and the exclusive queue with it. */
  private void unlock() throws IOException {
    link.once(channel -> channel.queueDelete(lockName()));
  }
}
