package io.activitycore.rabbitmq;

import com.rabbitmq.client.Address;
import com.rabbitmq.client.ConnectionFactory;
import io.activitycore.event.EventFormat;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link RabbitBroker} finds its server and which exchanges, queues and limits it uses.
 *
 * @param factory the client's own options: address, TLS, credentials. It is copied; in the copy the
 *     client's automatic recovery is off, because the adapter recovers by itself
 * @param addresses the nodes, tried in turn; empty means the factory's host
 * @param exchange the topic exchange that events come in by
 * @param queue the quorum queue that events are taken from; all processes that share it share the
 *     events
 * @param bindings the routing keys that bring events from the exchange to the queue
 * @param outExchange the topic exchange that our own events go to, by their type
 * @param outQueue a queue that keeps all of them; null when the host binds its own
 * @param deadExchange the topic exchange that dead letters go to, by the original's routing key
 * @param deadQueue the queue that keeps them
 * @param topology what to do about exchanges and queues
 * @param maxInFlight most unsettled deliveries of one subscription (the prefetch count), below
 *     {@value #MAX_PREFETCH}
 * @param deliveryLimit a message delivered more often than this is dead-lettered unseen; below
 *     {@value #BROKER_LIMIT}, which is the queue's own limit
 * @param retryInitial first pause before a failed delivery comes again; doubles with each
 * @param retryMaximum longest such pause
 * @param delays the times to live of the delay queues, ascending: one queue each
 * @param holdLimit how long a delivery may be in hand before it is given back to the broker; must
 *     be below the server's {@code consumer_timeout}
 * @param drainTimeout how long closing waits for the unsettled deliveries
 * @param format how events are written; every form is read
 * @param requestTimeout how long one request to the server, a confirmed publication included, may
 *     take
 * @param order what keeps order; null: nothing does
 * @param trustTimestamps whether the header {@code timestamp_in_ms} says when the server stored a
 *     message, because its message interceptor overwrites what a publisher wrote there
 */
public record RabbitOptions(
    ConnectionFactory factory,
    List<Address> addresses,
    String exchange,
    String queue,
    List<String> bindings,
    String outExchange,
    @Nullable String outQueue,
    String deadExchange,
    String deadQueue,
    Topology topology,
    int maxInFlight,
    int deliveryLimit,
    Duration retryInitial,
    Duration retryMaximum,
    List<Duration> delays,
    Duration holdLimit,
    Duration drainTimeout,
    EventFormat format,
    Duration requestTimeout,
    @Nullable OrderKey order,
    boolean trustTimestamps) {

  /** The work queue's own delivery limit: a net far below ours, the same for all options. */
  static final int BROKER_LIMIT = 100;

  /** What the protocol can say. */
  static final int MAX_PREFETCH = 65_535;

  /** What the broker does about exchanges and queues. */
  public enum Topology {
    /** Creates what is missing; refuses what exists with other arguments. */
    DECLARE,
    /** Changes nothing; refuses what is missing. The protocol does not show arguments. */
    CHECK
  }

  /**
   * Messages with the same key are handed over one after the other, in the queue's order.
   *
   * @param header the header that holds the key; null: the routing key is the key
   */
  public record OrderKey(@Nullable String header) {}

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one is out of its range; the message names it
   */
  public RabbitOptions {
    Objects.requireNonNull(factory, "factory");
    Objects.requireNonNull(topology, "topology");
    addresses = List.copyOf(addresses);
    bindings = List.copyOf(bindings);
    delays = List.copyOf(delays);
    Names.required("exchange", exchange);
    Names.required("queue", queue);
    Names.required("outExchange", outExchange);
    Names.required("deadExchange", deadExchange);
    Names.required("deadQueue", deadQueue);
    require(
        !exchange.equals(outExchange) && !exchange.equals(deadExchange),
        "outExchange and deadExchange other than the exchange that events come in by",
        exchange);
    require(maxInFlight >= 1 && maxInFlight < MAX_PREFETCH, "maxInFlight >= 1", maxInFlight);
    require(
        deliveryLimit >= 1 && deliveryLimit < BROKER_LIMIT,
        "deliveryLimit from 1 to " + (BROKER_LIMIT - 1),
        deliveryLimit);
    atLeast("retryInitial", retryInitial, Duration.ofMillis(1));
    atLeast("retryMaximum", retryMaximum, retryInitial);
    require(!delays.isEmpty(), "delays, at least one", delays);
    Duration before = Duration.ZERO;
    for (Duration delay : delays) {
      require(delay.compareTo(before) > 0, "delays that ascend", delays);
      before = delay;
    }
    atLeast("delays", delays.get(0), Duration.ofMillis(1));
    atLeast("holdLimit", holdLimit, Duration.ofMillis(100));
    atLeast("drainTimeout", drainTimeout, Duration.ZERO);
    atLeast("requestTimeout", requestTimeout, Duration.ofMillis(100));
  }

  /** Options for the server at {@code amqp://guest:guest@127.0.0.1:5672}, all else by default. */
  public static Builder builder() {
    return new Builder();
  }

  /** The queue in which a message waits that long. */
  String delayQueue(Duration delay) {
    return queue + ".delay-" + delay.toMillis() + "ms";
  }

  private static void atLeast(String name, Duration value, Duration least) {
    require(value.compareTo(least) >= 0, name + " of at least " + least, value);
  }

  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException(
          "RabbitMQ options: expected " + expected + ", got " + found);
    }
  }

  /** Collects the options; every setter replaces a default. Not thread-safe. */
  public static final class Builder {
    private ConnectionFactory factory = RabbitLink.factory("amqp://guest:guest@127.0.0.1:5672");
    private List<Address> addresses = List.of();
    private String exchange = "activity";
    private String queue = "activity-events";
    private List<String> bindings = List.of("#");
    private String outExchange = "activity-out";
    private @Nullable String outQueue = "activity-out";
    private String deadExchange = "activity-dead";
    private String deadQueue = "activity-dead";
    private Topology topology = Topology.DECLARE;
    private int maxInFlight = 256;
    private int deliveryLimit = 10;
    private Duration retryInitial = Duration.ofSeconds(1);
    private Duration retryMaximum = Duration.ofMinutes(1);
    private List<Duration> delays =
        List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10));
    private Duration holdLimit = Duration.ofMinutes(20);
    private Duration drainTimeout = Duration.ofSeconds(30);
    private EventFormat format = EventFormat.NATIVE;
    private Duration requestTimeout = Duration.ofSeconds(5);
    private @Nullable OrderKey order;
    private boolean trustTimestamps;

    private Builder() {}

    /**
     * The server, with the client's defaults but these: a heartbeat every 10 s, so that a silent
     * server is found out within 25 s, and for {@code amqps} the JVM's trusted certificates and a
     * check of the host name.
     *
     * @param uri such as {@code amqp://user:password@host:5672/vhost}
     * @throws IllegalArgumentException when it is none
     */
    public Builder uri(String uri) {
      return factory(RabbitLink.factory(uri));
    }

    /** The client's own factory: TLS, credentials, time-outs are its own. */
    public Builder factory(ConnectionFactory factory) {
      this.factory = factory;
      return this;
    }

    /**
     * The nodes of a cluster, tried in turn. Default: the factory's host alone.
     *
     * @param addresses {@code host:port}, separated by commas
     */
    public Builder addresses(String addresses) {
      this.addresses = List.of(Address.parseAddresses(addresses));
      return this;
    }

    /** Where events come in. Default {@code activity}, {@code activity-events}, {@code #}. */
    public Builder in(String exchange, String queue, String... bindings) {
      this.exchange = exchange;
      this.queue = queue;
      this.bindings = bindings.length == 0 ? List.of("#") : List.of(bindings);
      return this;
    }

    /**
     * Where our events go. Default {@code activity-out}, and a queue of that name that keeps them.
     *
     * @param queue null when queues of the host's are bound to the exchange
     */
    public Builder out(String exchange, @Nullable String queue) {
      this.outExchange = exchange;
      this.outQueue = queue;
      return this;
    }

    /** Where dead letters go. Default {@code activity-dead} and a queue of that name. */
    public Builder dead(String exchange, String queue) {
      this.deadExchange = exchange;
      this.deadQueue = queue;
      return this;
    }

    /** Default {@link Topology#DECLARE}. */
    public Builder topology(Topology topology) {
      this.topology = topology;
      return this;
    }

    /** Default 256. */
    public Builder maxInFlight(int maxInFlight) {
      this.maxInFlight = maxInFlight;
      return this;
    }

    /** Default 10. */
    public Builder deliveryLimit(int deliveryLimit) {
      this.deliveryLimit = deliveryLimit;
      return this;
    }

    /** Default 1 s, doubling up to 1 min. */
    public Builder retry(Duration initial, Duration maximum) {
      return retryInitial(initial).retryMaximum(maximum);
    }

    /** Default 1 s. */
    public Builder retryInitial(Duration initial) {
      this.retryInitial = initial;
      return this;
    }

    /** Default 1 min. */
    public Builder retryMaximum(Duration maximum) {
      this.retryMaximum = maximum;
      return this;
    }

    /** Default 1 s, 5 s, 30 s, 2 min, 10 min. A longer delay takes several rounds. */
    public Builder delays(Duration... delays) {
      this.delays = List.of(delays);
      return this;
    }

    /** Default 20 min: two thirds of the server's default. */
    public Builder holdLimit(Duration holdLimit) {
      this.holdLimit = holdLimit;
      return this;
    }

    /** How events are written; native by default. */
    public Builder format(EventFormat format) {
      this.format = format;
      return this;
    }

    /** Default 30 s. */
    public Builder drainTimeout(Duration drainTimeout) {
      this.drainTimeout = drainTimeout;
      return this;
    }

    /** Default 5 s. */
    public Builder requestTimeout(Duration requestTimeout) {
      this.requestTimeout = requestTimeout;
      return this;
    }

    /** Keeps the order of messages with the same routing key. Default: no order. */
    public Builder orderedByRoutingKey() {
      this.order = new OrderKey(null);
      return this;
    }

    /** Keeps the order of messages with the same value of that header; others have none. */
    public Builder orderedByHeader(String header) {
      this.order = new OrderKey(header);
      return this;
    }

    /**
     * Whether the header {@code timestamp_in_ms} says when the server stored a message. Default:
     * no, as any publisher can write it. Only for a server with {@code
     * message_interceptors.incoming.set_header_timestamp.overwrite = true}, whose publishers may
     * not write to the default exchange.
     */
    public Builder trustTimestamps(boolean trust) {
      this.trustTimestamps = trust;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when a value is out of its range
     */
    public RabbitOptions build() {
      return new RabbitOptions(
          factory,
          addresses,
          exchange,
          queue,
          bindings,
          outExchange,
          outQueue,
          deadExchange,
          deadQueue,
          topology,
          maxInFlight,
          deliveryLimit,
          retryInitial,
          retryMaximum,
          delays,
          holdLimit,
          drainTimeout,
          format,
          requestTimeout,
          order,
          trustTimestamps);
    }
  }
}
