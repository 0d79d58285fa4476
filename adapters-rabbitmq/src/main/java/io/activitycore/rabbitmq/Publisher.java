package io.activitycore.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Publishes, and hears from the server what became of it. A publication has succeeded only when the
 * server confirmed it and at least one queue took it. Thread-safe: the channel is used under a
 * lock.
 */
final class Publisher {

  /** One publication that the server has not answered. */
  private static final class Pending {
    private final Outgoing message;
    private final CompletableFuture<Void> answer = new CompletableFuture<>();
    private volatile @Nullable String returned;

    Pending(Outgoing message) {
      this.message = message;
    }

    boolean isOf(Return back) {
      return message.exchange().equals(back.getExchange())
          && message.routingKey().equals(back.getRoutingKey())
          && Objects.equals(
              message.properties().getMessageId(), back.getProperties().getMessageId());
    }

    void confirmed() {
      String why = returned;
      if (why == null) {
        answer.complete(null);
      } else {
        answer.completeExceptionally(new IOException("no queue took it: " + why));
      }
    }
  }

  /** A channel and what is under way on it. */
  private record Way(Channel channel, ConcurrentNavigableMap<Long, Pending> pending) {

    void answered(long number, boolean several, @Nullable String refusal) {
      ConcurrentNavigableMap<Long, Pending> all =
          several ? pending.headMap(number, true) : pending.subMap(number, true, number, true);
      all.values()
          .forEach(
              each -> {
                if (refusal == null) {
                  each.confirmed();
                } else {
                  each.answer.completeExceptionally(new IOException(refusal));
                }
              });
      all.clear();
    }

    /** The server says so before it confirms. Equal ones under way share their fate. */
    void returned(Return back) {
      pending.values().stream()
          .filter(each -> each.isOf(back))
          .forEach(each -> each.returned = back.getReplyText());
    }

    /** What is too large is refused for good; what fell with it may have arrived or not. */
    void lost(ShutdownSignalException why) {
      OptionalLong largest = Shutdown.largestBody(why);
      if (largest.isPresent()) {
        pending.values().stream()
            .filter(each -> each.message.body().length > largest.getAsLong())
            .forEach(
                each ->
                    each.answer.completeExceptionally(
                        new RefusedException(RabbitLink.reason(why), why)));
      }
      answered(Long.MAX_VALUE, true, RabbitLink.reason(why));
    }
  }

  private final RabbitLink link;
  private final Duration limit;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Way way; // guarded by lock
  private @Nullable Connection watched; // guarded by lock
  private volatile @Nullable String blocked;

  Publisher(RabbitOptions options, RabbitLink link) {
    this.link = link;
    this.limit = options.requestTimeout();
  }

  /**
   * Publishes and waits for the confirmation.
   *
   * @throws RefusedException when the server never takes this message
   * @throws IOException when it did not come; the message may stand in the queue all the same
   */
  void publish(Outgoing message) throws IOException {
    await(send(message), System.nanoTime() + limit.toNanos());
  }

  /** The instant by which what is sent now must be answered. */
  long deadline() {
    return System.nanoTime() + limit.toNanos();
  }

  /** Waits for the answer to something sent. */
  void await(CompletableFuture<Void> answer, long deadline) throws IOException {
    try {
      answer.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RefusedException refused) {
        throw refused;
      }
      throw new IOException(cause == null ? e.toString() : String.valueOf(cause.getMessage()), e);
    } catch (TimeoutException e) {
      String why = blocked;
      throw new IOException(
          "no confirmation within " + limit + (why == null ? "" : ", the server blocks: " + why),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** Publishes; the future completes when the server answers. */
  CompletableFuture<Void> send(Outgoing message) throws IOException {
    String why = blocked;
    if (why != null) {
      throw new IOException("the server takes no publications: " + why);
    }
    acquire();
    try {
      return send(open(), message);
    } catch (ShutdownSignalException e) {
      throw new IOException(RabbitLink.reason(e), e);
    } finally {
      lock.unlock();
    }
  }

  private static CompletableFuture<Void> send(Way on, Outgoing message) throws IOException {
    Pending pending = new Pending(message);
    long number = on.channel().getNextPublishSeqNo();
    on.pending().put(number, pending);
    boolean written = false;
    try {
      on.channel()
          .basicPublish(
              message.exchange(), message.routingKey(), true, message.properties(), message.body());
      written = true;
    } finally {
      if (!written) {
        on.pending().remove(number);
        RabbitLink.close(on.channel()); // its numbers may be off by one now
      }
    }
    return pending.answer;
  }

  /** A write can block for as long as the server reads nothing. */
  private void acquire() throws IOException {
    try {
      if (!lock.tryLock(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new IOException("another publication has been stuck for " + limit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private Way open() throws IOException {
    Way current = way;
    if (current != null && current.channel().isOpen()) {
      return current;
    }
    Channel channel = link.publishingChannel();
    Way made = new Way(channel, new ConcurrentSkipListMap<>());
    channel.confirmSelect();
    channel.addConfirmListener(
        (number, several) -> made.answered(number, several, null),
        (number, several) -> made.answered(number, several, "the server refused it (basic.nack)"));
    channel.addReturnListener(made::returned);
    channel.addShutdownListener(made::lost);
    watch(channel.getConnection());
    way = made;
    return made;
  }

  /** A server that is short of memory or disk says so, and reads nothing from us. */
  private void watch(Connection connection) {
    if (watched != connection) {
      watched = connection;
      connection.addBlockedListener(reason -> blocked = reason, () -> blocked = null);
      connection.addShutdownListener(why -> blocked = null);
    }
  }
}
