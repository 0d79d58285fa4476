package io.activitycore.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.jspecify.annotations.Nullable;

/** The clients of one broker object: made when needed, ended together. Thread-safe. */
final class KafkaLink implements AutoCloseable {

  private static final Duration CLOSE = Duration.ofSeconds(5);

  private final KafkaOptions options;
  private final AtomicInteger consumers = new AtomicInteger();
  private @Nullable Producer<byte[], byte[]> producer;
  private @Nullable Admin admin;
  private boolean closed;

  KafkaLink(KafkaOptions options) {
    this.options = options;
  }

  /** A consumer in the group; the caller closes it. */
  Consumer<byte[], byte[]> consumer() {
    return new KafkaConsumer<>(ClientProperties.consumer(options, client("in")));
  }

  /** A consumer in no group; the caller closes it. */
  Consumer<byte[], byte[]> reader() {
    return new KafkaConsumer<>(ClientProperties.reader(options, client("read")));
  }

  private String client(String role) {
    return "activity-core-" + role + "-" + options.group() + "-" + consumers.incrementAndGet();
  }

  private synchronized Producer<byte[], byte[]> producer() {
    refuseClosed();
    if (producer == null) {
      producer = new KafkaProducer<>(ClientProperties.producer(options, "activity-core-out"));
    }
    return producer;
  }

  synchronized Admin admin() {
    refuseClosed();
    if (admin == null) {
      admin = Admin.create(ClientProperties.admin(options, "activity-core-admin"));
    }
    return admin;
  }

  private void refuseClosed() {
    if (closed) {
      throw new KafkaException("the Kafka broker object is closed");
    }
  }

  /**
   * Publishes and waits for the confirmation.
   *
   * @throws IOException when there was none in time: the record may be there all the same
   */
  RecordMetadata publish(ProducerRecord<byte[], byte[]> record) throws IOException {
    Producer<byte[], byte[]> current = null;
    try {
      current = producer();
      return await(current.send(record));
    } catch (InterruptException e) {
      throw new IOException("interrupted", e);
    } catch (KafkaException | IllegalStateException e) {
      discard(current, e);
      throw new IOException(describe(e), e);
    } catch (IOException e) {
      discard(current, e.getCause());
      throw e;
    }
  }

  /** An idempotent producer may end up in a state where it refuses everything: then a new one. */
  private synchronized void discard(
      @Nullable Producer<byte[], byte[]> failed, @Nullable Throwable error) {
    boolean perhapsFatal =
        error instanceof KafkaException
            && !(error instanceof RetriableException)
            && !(error instanceof RecordTooLargeException);
    if (perhapsFatal && failed != null && failed == producer) {
      producer = null;
      failed.close(Duration.ZERO); // what others wait for fails, and they try again
    }
  }

  /**
   * What a request to the broker brings.
   *
   * @throws IOException when it failed; the cause is the client's own error
   */
  <T> T await(Future<T> answer) throws IOException {
    long limit = 2 * options.requestTimeout().toMillis() + 1_000; // the client's own comes first
    try {
      return answer.get(limit, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(describe(cause), cause);
    } catch (TimeoutException e) {
      throw new IOException("no answer within " + limit + " ms from " + options.bootstrap(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What the client says, and where it was said when the broker was silent. */
  String describe(Throwable error) {
    String text = error.getClass().getSimpleName() + ": " + error.getMessage();
    if (error instanceof SslAuthenticationException && error.getCause() != null) {
      text += ": " + error.getCause().getMessage(); // the client leaves out why
    }
    boolean silent = error instanceof org.apache.kafka.common.errors.TimeoutException;
    return Names.line(silent ? text + " (Kafka at " + options.bootstrap() + ")" : text);
  }

  static Thread thread(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (producer != null) {
      producer.close(CLOSE);
    }
    if (admin != null) {
      admin.close(CLOSE);
    }
  }
}
