package io.activitycore.docs.snippets;

import io.activitycore.spi.Broker;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.EventSource;
import io.activitycore.testing.Failpoint;
import io.activitycore.testing.FailpointSource;
import java.nio.file.Path;

/** A broker that stops between the start of a run and the acknowledgement. */
// tag::failpoint
record FailpointGuide(Broker broker, Path announcement) implements Broker {

  @Override
  public EventSource source() {
    return new FailpointSource(
        broker.source(), Failpoint.AFTER_START, announcement, delivery -> true);
  }

  @Override
  public EventSink sink() {
    return broker.sink();
  }

  @Override
  public EventSink publisher() {
    return broker.publisher();
  }
}
// end::failpoint
