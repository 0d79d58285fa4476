package io.activitycore.spi;

/**
 * A broker as a host picks it: events in, events out, and a way to put events in. Implemented by
 * the adapters.
 */
public interface Broker {

  /** Events in. */
  EventSource source();

  /** Events out: a destination that no source of ours reads. */
  EventSink sink();

  /** Publishes events to where {@link #source} reads them. */
  EventSink publisher();
}
