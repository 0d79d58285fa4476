package io.activitycore.nats;

import io.activitycore.spi.Broker;
import io.activitycore.spi.StoredDeadLetter;
import io.activitycore.testing.Servers;
import io.activitycore.testing.TcpProxy;
import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.Message;
import io.activitycore.testing.contract.Outage;
import io.activitycore.testing.contract.Tuning;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** Streams of one rule's own on a real server; each broker comes to it through a proxy. */
final class NatsHarness implements BrokerHarness {

  private static final String KEY = "X-Key";
  private static final Duration ACK_WAIT = Duration.ofMillis(600);

  private final URI server = URI.create(Servers.nats());
  private final Bench bench;
  private final IdentityHashMap<Broker, TcpProxy> proxies = new IdentityHashMap<>();
  private final List<TcpProxy> all = new ArrayList<>();
  private final List<CompletableFuture<Void>> dying = new ArrayList<>();
  private boolean down;

  NatsHarness() throws Exception {
    bench = new Bench(server.toString());
  }

  @Override
  public Broker open(Tuning tuning) {
    TcpProxy proxy = TcpProxy.to(server.getHost(), server.getPort());
    all.add(proxy);
    if (down) {
      proxy.refuse();
    }
    NatsOptions.Builder options =
        bench
            .options()
            .url("nats://" + proxy.address())
            .ackWait(ACK_WAIT)
            .requestTimeout(Duration.ofSeconds(2))
            .maxInFlight(tuning.maxInFlight())
            .drainTimeout(tuning.drainTimeout())
            .format(tuning.format());
    if (tuning.from() != null) {
      options.consumer(bench.consumer() + "-replay").from(tuning.from());
    }
    if (tuning.ordered()) {
      options.orderBy("header:" + KEY);
    }
    Broker broker = NatsBroker.create(options.build());
    proxies.put(broker, proxy);
    return broker;
  }

  @Override
  public void send(Message message) {
    Headers headers = new Headers();
    message.headers().forEach(headers::put);
    headers.put(KEY, message.key());
    run(() -> bench.jetStream().publish(bench.prefix() + ".event", headers, message.body()));
  }

  @Override
  public List<Message> published() {
    return call(() -> read(bench.outStream(), bench.outPrefix())).stream()
        .map(m -> new Message("", m.getData(), firsts(m.getHeaders())))
        .toList();
  }

  @Override
  public List<StoredDeadLetter> deadLettered() {
    return call(() -> read(bench.deadStream(), bench.deadPrefix())).stream()
        .map(m -> Parked.of(m.metaData().streamSequence(), m.getHeaders(), m.getData()).letter())
        .toList();
  }

  private List<io.nats.client.Message> read(String stream, String prefix) throws Exception {
    boolean exists = bench.management().getStreamNames().contains(stream);
    return exists ? bench.read(stream, prefix + ".>") : List.of();
  }

  private static Map<String, String> firsts(Headers headers) {
    Map<String, String> firsts = new HashMap<>();
    headers.keySet().forEach(name -> firsts.put(name, headers.getFirst(name)));
    return firsts;
  }

  @Override
  public void crash(Broker broker) {
    TcpProxy proxy = proxies.get(broker);
    proxy.refuse();
    proxy.reset();
    dying.add(CompletableFuture.runAsync(broker::close)); // its threads only
  }

  @Override
  public Duration redelivery() {
    return ACK_WAIT.plusMillis(400);
  }

  @Override
  public Map<String, String> oddHeaders() {
    Map<String, String> odd = new HashMap<>(BrokerHarness.super.oddHeaders());
    odd.put("X!#$%&'*+-.^_`|~", "tab\tinside");
    odd.put("X-Blank", "inner  blanks");
    return odd;
  }

  @Override
  public boolean dropsRepeatedPublications() {
    return true;
  }

  @Override
  public OptionalInt largestBody() {
    return OptionalInt.of((int) bench.connection().getMaxPayload());
  }

  @Override
  public Optional<Outage> serverOutage() {
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            down = true;
            all.forEach(TcpProxy::refuse);
            all.forEach(TcpProxy::reset);
          }

          @Override
          public void end() {
            down = false;
            all.forEach(TcpProxy::heal);
          }
        });
  }

  @Override
  public Optional<Outage> deadLetterOutage() {
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            limit(1);
          }

          @Override
          public void end() {
            limit(-1);
          }
        });
  }

  /** A stream that is full takes nothing more. */
  private void limit(long bytes) {
    run(
        () -> {
          StreamConfiguration now =
              bench.management().getStreamInfo(bench.deadStream()).getConfiguration();
          bench
              .management()
              .updateStream(
                  StreamConfiguration.builder(now)
                      .maxBytes(bytes)
                      .discardPolicy(DiscardPolicy.New)
                      .build());
        });
  }

  @Override
  public void close() {
    dying.forEach(CompletableFuture::join);
    all.forEach(TcpProxy::close);
    run(bench::close);
  }

  @FunctionalInterface
  private interface Work {
    void run() throws Exception;
  }

  @FunctionalInterface
  private interface Call<T> {
    T call() throws Exception;
  }

  private static void run(Work work) {
    Object unused =
        call(
            () -> {
              work.run();
              return "";
            });
  }

  private static <T> T call(Call<T> call) {
    try {
      return call.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JetStreamApiException e) {
      throw new IllegalStateException(e);
    } catch (Exception e) {
      throw new IllegalStateException("NATS harness", e);
    }
  }
}
