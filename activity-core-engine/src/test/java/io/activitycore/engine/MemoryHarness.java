package io.activitycore.engine;

import io.activitycore.engine.internal.memory.MemoryConsumer;
import io.activitycore.event.EnvelopeJson;
import io.activitycore.event.EventEnvelope;
import io.activitycore.spi.Broker;
import io.activitycore.spi.Capability;
import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSinkException;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.StoredDeadLetter;
import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.Message;
import io.activitycore.testing.contract.Outage;
import io.activitycore.testing.contract.Tuning;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/** One broker in memory, and a view of it for each process. */
final class MemoryHarness implements BrokerHarness {

  private final InMemoryBroker memory = InMemoryBroker.create();

  @Override
  public boolean offersFormats() {
    return false;
  }

  @Override
  public Broker open(Tuning tuning) {
    return new Member(memory, tuning);
  }

  @Override
  public void send(Message message) {
    memory.send(message.key(), message.body(), message.headers());
  }

  @Override
  public List<Message> published() {
    return memory.published().stream().map(MemoryHarness::message).toList();
  }

  private static Message message(EventEnvelope event) {
    String trace = event.traceId();
    return new Message(
        "", EnvelopeJson.write(event), trace == null ? Map.of() : Map.of("traceparent", trace));
  }

  @Override
  public List<StoredDeadLetter> deadLettered() {
    return memory.deadLetters().orElseThrow().list(DeadLetterQuery.all());
  }

  @Override
  public void crash(Broker broker) {
    ((Member) broker).crash();
  }

  @Override
  public Duration redelivery() {
    return Duration.ofMillis(50);
  }

  @Override
  public Duration slack() {
    return Duration.ofSeconds(2);
  }

  @Override
  public Optional<Outage> deadLetterOutage() {
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            memory.deadLettersDown(true);
          }

          @Override
          public void end() {
            memory.deadLettersDown(false);
          }
        });
  }

  @Override
  public void close() {
    memory.close();
  }

  /** What one process sees of the broker. */
  private static final class Member implements Broker {

    private final InMemoryBroker memory;
    private final EventSource source;
    private final AtomicReference<MemoryConsumer> consumer = new AtomicReference<>();
    private volatile boolean closed;

    Member(InMemoryBroker memory, Tuning tuning) {
      this.memory = memory;
      this.source = memory.source(tuning.maxInFlight(), tuning.drainTimeout());
    }

    @Override
    public EventSource source() {
      return new EventSource() {
        @Override
        public String name() {
          return source.name();
        }

        @Override
        public Set<Capability> capabilities() {
          return source.capabilities();
        }

        @Override
        public Subscription subscribe(DeliveryListener listener) {
          MemoryConsumer made = (MemoryConsumer) source.subscribe(listener);
          consumer.set(made);
          return made;
        }
      };
    }

    @Override
    public EventSink sink() {
      return event -> open(event).sink().publish(event);
    }

    @Override
    public EventSink publisher() {
      return event -> open(event).publisher().publish(event);
    }

    private InMemoryBroker open(EventEnvelope event) {
      if (closed) {
        throw new EventSinkException("event " + event.eventId() + ": closed", null);
      }
      return memory;
    }

    @Override
    public Optional<DeadLetters> deadLetters() {
      return memory.deadLetters();
    }

    void crash() {
      closed = true;
      MemoryConsumer subscribed = consumer.get();
      if (subscribed != null) {
        subscribed.crash();
      }
    }

    @Override
    public void close() {
      closed = true;
      MemoryConsumer subscribed = consumer.get();
      if (subscribed != null) {
        subscribed.close();
      }
    }
  }
}
