package io.activitycore.docs.snippets;

import io.activitycore.nats.NatsBroker;
import io.activitycore.nats.NatsOptions;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;

/** The broker of the guide to NATS. */
final class NatsGuide {

  private NatsGuide() {}

  static NatsBroker broker() {
    // tag::broker
    NatsBroker broker =
        NatsBroker.create(
            NatsOptions.builder().url("nats://nats-1:4222,nats://nats-2:4222").build());

    EventSource in = broker.source(); // events in, for the core
    EventSink out = broker.sink(); // our own events out, for the core
    EventSink producer = broker.publisher(); // for you: puts events where the source reads them
    // end::broker
    if (in.name().isEmpty() || out.equals(producer)) {
      throw new IllegalStateException("three different things: " + in + out + producer);
    }
    return broker;
  }
}
