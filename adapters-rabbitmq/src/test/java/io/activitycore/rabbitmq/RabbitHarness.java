package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import io.activitycore.spi.Broker;
import io.activitycore.spi.StoredDeadLetter;
import io.activitycore.testing.Servers;
import io.activitycore.testing.TcpProxy;
import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.Message;
import io.activitycore.testing.contract.Outage;
import io.activitycore.testing.contract.Tuning;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** One real RabbitMQ, a proxy before each broker of ours. */
final class RabbitHarness implements BrokerHarness {

  private static final String KEY = "key";

  private final Bench bench;
  private final boolean ordered;
  private final URI server = URI.create(Servers.rabbitmq());
  private final Map<Broker, TcpProxy> proxies = new HashMap<>();
  private boolean down;

  RabbitHarness(boolean ordered) throws Exception {
    this.ordered = ordered;
    this.bench = new Bench(Servers.rabbitmq());
    // A queue's arguments say whether it is ordered, so that all brokers of a harness agree.
    RabbitOptions.Builder options = bench.options();
    if (ordered) {
      options.orderedByHeader(KEY);
    }
    RabbitOptions built = options.build();
    try (RabbitLink link = new RabbitLink(built)) {
      RabbitTopology topology = new RabbitTopology(built, link);
      topology.forSource();
      topology.forOutput();
    }
  }

  @Override
  public Broker open(Tuning tuning) {
    TcpProxy proxy = TcpProxy.to(server.getHost(), server.getPort());
    if (down) {
      proxy.refuse();
    }
    RabbitOptions.Builder options =
        bench
            .options()
            .uri("amqp://guest:guest@" + proxy.address())
            .maxInFlight(tuning.maxInFlight())
            .drainTimeout(tuning.drainTimeout())
            .format(tuning.format())
            .delays(Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofSeconds(10))
            .retry(Duration.ofMillis(100), Duration.ofMillis(100));
    if (ordered) {
      options.orderedByHeader(KEY);
    }
    Broker broker = RabbitBroker.create(options.build());
    proxies.put(broker, proxy);
    return broker;
  }

  @Override
  public void send(Message message) {
    Map<String, Object> headers = new HashMap<>(message.headers());
    headers.put(KEY, message.key());
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder().headers(headers).deliveryMode(2).build();
    with(
        channel -> {
          channel.confirmSelect();
          channel.basicPublish(bench.exchange(), message.key(), properties, message.body());
          try {
            channel.waitForConfirmsOrDie(10_000);
          } catch (InterruptedException | java.util.concurrent.TimeoutException e) {
            throw new IOException(e);
          }
        });
  }

  private interface Work {
    void on(Channel channel) throws IOException;
  }

  private void with(Work work) {
    try (Channel channel = bench.channel()) {
      work.on(channel);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (java.util.concurrent.TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without taking them: closing the channel gives them back. */
  private List<Incoming> look(String queue) {
    List<Incoming> found = new ArrayList<>();
    with(
        channel -> {
          for (GetResponse next = channel.basicGet(queue, false);
              next != null;
              next = channel.basicGet(queue, false)) {
            found.add(Incoming.of(next.getEnvelope(), next.getProps(), next.getBody()));
          }
        });
    return found;
  }

  @Override
  public List<Message> published() {
    return look(bench.out()).stream()
        .map(m -> new Message("", m.body(), m.delivery("", 1).headers()))
        .toList();
  }

  @Override
  public List<StoredDeadLetter> deadLettered() {
    return look(bench.dead()).stream().map(m -> DeadLetterForm.stored(m, bench.queue())).toList();
  }

  @Override
  public void crash(Broker broker) {
    proxies.get(broker).close();
    broker.close();
  }

  @Override
  public Duration redelivery() {
    return Duration.ofSeconds(1);
  }

  @Override
  public Map<String, String> oddHeaders() {
    return Map.of(
        "X-Signs", "~!@#$%^&*()_+-=[]{}|;':\",./<>? `",
        "name with blanks : and \u00e4", "\u6f22\u5b57\r\n\tline",
        "X-Blank", " inner  blanks ",
        "empty", "",
        "X-Long", "0123456789".repeat(10_000));
  }

  /** By default. */
  @Override
  public OptionalInt largestBody() {
    return OptionalInt.of(16 * 1024 * 1024);
  }

  @Override
  public Optional<Outage> serverOutage() {
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            down = true;
            proxies.values().forEach(TcpProxy::refuse);
          }

          @Override
          public void end() {
            down = false;
            proxies.values().forEach(TcpProxy::heal);
          }
        });
  }

  /** An exchange that takes everything to no queue, and that cannot be declared as ours is. */
  @Override
  public Optional<Outage> deadLetterOutage() {
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            with(
                channel -> {
                  channel.exchangeDelete(bench.dead());
                  channel.exchangeDeclare(bench.dead(), BuiltinExchangeType.FANOUT, true);
                });
          }

          @Override
          public void end() {
            with(
                channel -> {
                  channel.exchangeDelete(bench.dead());
                  channel.exchangeDeclare(bench.dead(), BuiltinExchangeType.TOPIC, true);
                  channel.queueBind(bench.dead(), bench.dead(), "#");
                });
          }
        });
  }

  @Override
  public void close() {
    proxies.values().forEach(TcpProxy::close);
    try {
      bench.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
