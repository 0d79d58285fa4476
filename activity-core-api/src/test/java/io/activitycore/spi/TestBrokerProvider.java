package io.activitycore.spi;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Found by the ServiceLoader as {@code test}; remembers nothing but its settings. */
public final class TestBrokerProvider implements BrokerProvider {

  enum Mode {
    DECLARE,
    CHECK_ONLY
  }

  /** What came of the settings. */
  record TestBroker(String url, int limit, Duration waitTime, Mode mode, Map<String, String> client)
      implements Broker {
    @Override
    public EventSource source() {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventSink sink() {
      throw new UnsupportedOperationException();
    }

    @Override
    public EventSink publisher() {
      throw new UnsupportedOperationException();
    }
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public Broker create(Map<String, String> settings) {
    AtomicReference<String> url = new AtomicReference<>("none");
    AtomicReference<Integer> limit = new AtomicReference<>(0);
    AtomicReference<Duration> wait = new AtomicReference<>(Duration.ZERO);
    AtomicReference<Mode> mode = new AtomicReference<>(Mode.DECLARE);
    BrokerSettings from = BrokerSettings.of(name(), settings);
    from.text("url", url::set);
    from.number("limit", limit::set);
    from.duration("wait", wait::set);
    from.choice("mode", Mode.class, mode::set);
    Map<String, String> client = from.below("client.");
    from.done();
    return new TestBroker(url.get(), limit.get(), wait.get(), mode.get(), client);
  }
}
