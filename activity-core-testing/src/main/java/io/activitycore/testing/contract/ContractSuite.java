package io.activitycore.testing.contract;

import io.activitycore.spi.Broker;
import io.activitycore.spi.Capability;
import io.activitycore.spi.Delivery;
import io.activitycore.spi.EventSource;
import io.activitycore.spi.Settlement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** What the contract suites have in common. Adapters extend the suites, not this class. */
@Timeout(120)
public abstract class ContractSuite {

  private final List<Broker> opened = new ArrayList<>();
  private @Nullable BrokerHarness current;

  /** For the suites. */
  ContractSuite() {}

  /** Makes the harness of one rule. */
  protected abstract BrokerHarness harness() throws Exception;

  @BeforeEach
  final void makeHarness() throws Exception {
    current = harness();
  }

  @AfterEach
  final void closeAll() {
    BrokerHarness made = current;
    if (made == null) {
      return;
    }
    try {
      opened.forEach(Broker::close);
    } finally {
      made.close();
    }
  }

  /** The harness of this rule. */
  final BrokerHarness broker() {
    BrokerHarness made = current;
    if (made == null) {
      throw new IllegalStateException("no harness");
    }
    return made;
  }

  final Duration patience() {
    return broker().redelivery().plus(broker().slack());
  }

  /** Long enough for whatever should not come to have come. */
  final Duration quiet() {
    return broker().redelivery().plusMillis(500);
  }

  final Broker open(Tuning tuning) {
    Broker made = broker().open(tuning);
    opened.add(made);
    return made;
  }

  final void crash(Broker broker) {
    opened.remove(broker);
    broker().crash(broker);
  }

  final void close(Broker broker) {
    opened.remove(broker);
    broker.close();
  }

  final void send(String key, String body) {
    broker().send(Message.text(key, body));
  }

  final Inbox inbox(Function<Delivery, @Nullable Settlement> policy) {
    return new Inbox(patience(), policy);
  }

  /** An inbox that holds everything, subscribed. */
  final Inbox holding(Broker broker) {
    return consume(broker, delivery -> null);
  }

  /** An inbox that acknowledges everything, subscribed. */
  final Inbox acking(Broker broker) {
    return consume(broker, delivery -> Settlement.ACK);
  }

  final Inbox consume(Broker broker, Function<Delivery, @Nullable Settlement> policy) {
    Inbox inbox = inbox(policy);
    EventSource.Subscription unused = broker.source().subscribe(inbox);
    return inbox;
  }

  /** Skips the rule unless the source declares it. */
  static void needs(Broker broker, Capability capability) {
    Assumptions.assumeTrue(
        broker.source().capabilities().contains(capability),
        () -> broker.source().name() + " does not declare " + capability);
  }

  /** Skips the rule unless the harness can make that fault. */
  static Outage needs(Optional<Outage> outage, String what) {
    Assumptions.assumeTrue(outage.isPresent(), () -> "the harness cannot take away " + what);
    return outage.orElseThrow();
  }
}
