package io.activitycore.nats;

import io.activitycore.event.EventFormat;
import io.nats.client.Connection;
import io.nats.client.JetStreamOptions;
import io.nats.client.Options;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link NatsBroker} finds its server and which streams, subjects and limits it uses.
 *
 * <p>Exactly one of {@code connection} and {@code client} is set.
 *
 * @param connection the host's own connection; never closed by this library
 * @param client the client's options, from which the broker opens (and later closes) a connection:
 *     servers, TLS and credentials stand there
 * @param jetStream domain or API prefix of JetStream; its request time-out is not used
 * @param stream the stream that events come from
 * @param subject the subject filter of the events in
 * @param consumer name of the durable pull consumer; all processes that share it share the events
 * @param outStream the stream that our own events go to
 * @param outPrefix their subject prefix: {@code prefix.<type>}
 * @param deadStream the stream that dead letters go to
 * @param deadPrefix their subject prefix: {@code prefix.<original subject>}
 * @param topology what to do about streams and the consumer
 * @param ackWait how long the server waits for a sign of life before it delivers again
 * @param maxInFlight most unsettled deliveries of one subscription
 * @param maxAckPending most unsettled deliveries of the consumer, those that wait for a retry
 *     included; at least {@code maxInFlight}
 * @param deliveryLimit a message delivered more often than this is dead-lettered unseen; a consumer
 *     that we declare has no limit of its own, one that others made must have none or one at least
 *     {@value #BROKER_MARGIN} higher, so that it never comes first
 * @param retryInitial first pause before a failed delivery comes again; doubles with each
 * @param retryMaximum longest such pause
 * @param drainTimeout how long closing waits for the unsettled deliveries
 * @param format how events are written; every form is read
 * @param requestTimeout how long one request to the server may take
 * @param duplicateWindow how long a declared stream remembers message ids
 * @param maxAge how long a declared stream keeps messages; zero for ever
 * @param replicas copies of a declared stream, 1 to 5
 * @param from where a consumer that has to be created begins: with what was stored then or later;
 *     null for the beginning. An existing consumer goes on where it is
 * @param orderBy the key whose order is kept, {@code subject} or {@code header:NAME}; null for no
 *     order. One process at a time may then use the consumer
 */
public record NatsOptions(
    @Nullable Connection connection,
    @Nullable Options client,
    JetStreamOptions jetStream,
    String stream,
    String subject,
    String consumer,
    String outStream,
    String outPrefix,
    String deadStream,
    String deadPrefix,
    Topology topology,
    Duration ackWait,
    int maxInFlight,
    int maxAckPending,
    int deliveryLimit,
    Duration retryInitial,
    Duration retryMaximum,
    Duration drainTimeout,
    EventFormat format,
    Duration requestTimeout,
    Duration duplicateWindow,
    Duration maxAge,
    int replicas,
    @Nullable Instant from,
    @Nullable String orderBy) {

  /** By how much the delivery limit of a consumer that others made is above ours. */
  static final int BROKER_MARGIN = 5;

  /** What the broker does about streams and the consumer. */
  public enum Topology {
    /**
     * Creates what is missing; brings a consumer that this library once created up to date; refuses
     * anything else that does not fit.
     */
    DECLARE,
    /** Changes nothing; refuses what is missing or does not fit. */
    CHECK
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one is out of its range; the message names it
   */
  public NatsOptions {
    require((connection == null) != (client == null), "connection or client, exactly one", "");
    Names.name("stream", stream);
    Names.name("consumer", consumer);
    Names.name("outStream", outStream);
    Names.name("deadStream", deadStream);
    Names.pattern("subject", subject);
    Names.literal("outPrefix", outPrefix);
    Names.literal("deadPrefix", deadPrefix);
    Objects.requireNonNull(jetStream, "jetStream");
    Objects.requireNonNull(topology, "topology");
    atLeast("ackWait", ackWait, Duration.ofMillis(300));
    require(maxInFlight >= 1, "maxInFlight >= 1", maxInFlight);
    require(maxAckPending >= maxInFlight, "maxAckPending >= maxInFlight", maxAckPending);
    require(
        orderBy == null || maxAckPending == maxInFlight,
        "maxAckPending = maxInFlight in order",
        maxAckPending);
    require(
        orderBy == null || orderBy.equals("subject") || orderBy.matches("header:[!-9;-~]+"),
        "orderBy subject or header:NAME",
        String.valueOf(orderBy));
    require(deliveryLimit >= 1, "deliveryLimit >= 1", deliveryLimit);
    atLeast("retryInitial", retryInitial, Duration.ofMillis(1));
    atLeast("retryMaximum", retryMaximum, retryInitial);
    atLeast("drainTimeout", drainTimeout, Duration.ZERO);
    atLeast("requestTimeout", requestTimeout, Duration.ofMillis(100));
    atLeast("duplicateWindow", duplicateWindow, Duration.ofMillis(100));
    atLeast("maxAge", maxAge, Duration.ZERO);
    require(replicas >= 1 && replicas <= 5, "replicas from 1 to 5", replicas);
  }

  /** Options for the server at {@code nats://127.0.0.1:4222}, all else by default. */
  public static Builder builder() {
    return new Builder();
  }

  /** The subject prefix of the events in, if {@code subject} is {@code prefix.>}. */
  @Nullable String inPrefix() {
    String prefix = subject.endsWith(".>") ? subject.substring(0, subject.length() - 2) : "";
    return prefix.isEmpty() || prefix.contains("*") ? null : prefix;
  }

  String outSubject() {
    return outPrefix + ".>";
  }

  String deadSubject() {
    return deadPrefix + ".>";
  }

  long brokerDeliveryLimit() {
    return (long) deliveryLimit + BROKER_MARGIN;
  }

  private static void atLeast(String name, Duration value, Duration least) {
    require(value.compareTo(least) >= 0, name + " of at least " + least, value);
  }

  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException("NATS options: expected " + expected + ", got " + found);
    }
  }

  /** Collects the options; every setter replaces a default. Not thread-safe. */
  public static final class Builder {
    private @Nullable Connection connection;
    private @Nullable Options client = NatsLink.clientOptions("nats://127.0.0.1:4222");
    private JetStreamOptions jetStream = JetStreamOptions.defaultOptions();
    private String stream = "ACTIVITY_EVENTS";
    private String subject = "activity.>";
    private String consumer = "activity-core-event-router";
    private String outStream = "ACTIVITY_OUT";
    private String outPrefix = "activity-out";
    private String deadStream = "ACTIVITY_DEAD";
    private String deadPrefix = "activity-dead";
    private Topology topology = Topology.DECLARE;
    private Duration ackWait = Duration.ofSeconds(30);
    private int maxInFlight = 256;
    private @Nullable Integer maxAckPending;
    private int deliveryLimit = 10;
    private Duration retryInitial = Duration.ofSeconds(1);
    private Duration retryMaximum = Duration.ofMinutes(1);
    private Duration drainTimeout = Duration.ofSeconds(30);
    private EventFormat format = EventFormat.NATIVE;
    private Duration requestTimeout = Duration.ofSeconds(5);
    private Duration duplicateWindow = Duration.ofMinutes(2);
    private Duration maxAge = Duration.ZERO;
    private int replicas = 1;
    private @Nullable Instant from;
    private @Nullable String orderBy;

    private Builder() {}

    /**
     * The server, with the client's defaults but these: it reconnects for ever, and finds out
     * within 30 s that the other side is gone.
     *
     * @param url one or several, separated by commas, such as {@code nats://127.0.0.1:4222}
     */
    public Builder url(String url) {
      return client(NatsLink.clientOptions(url));
    }

    /** The client's own options; give them {@code maxReconnects(-1)}. */
    public Builder client(Options options) {
      this.client = options;
      this.connection = null;
      return this;
    }

    /** The host's own connection, which the host closes. */
    public Builder connection(Connection connection) {
      this.connection = connection;
      this.client = null;
      return this;
    }

    /** Domain or API prefix. Default: none. */
    public Builder jetStream(JetStreamOptions options) {
      this.jetStream = options;
      return this;
    }

    /** The stream events come from. Default {@code ACTIVITY_EVENTS}. */
    public Builder stream(String name) {
      this.stream = name;
      return this;
    }

    /** The subject filter of the events in. Default {@code activity.>}. */
    public Builder subject(String pattern) {
      this.subject = pattern;
      return this;
    }

    /** The durable consumer. Default {@code activity-core-event-router}. */
    public Builder consumer(String name) {
      this.consumer = name;
      return this;
    }

    /** Where our events go. Default {@code ACTIVITY_OUT}, {@code activity-out}. */
    public Builder out(String stream, String prefix) {
      this.outStream = stream;
      this.outPrefix = prefix;
      return this;
    }

    /** Where dead letters go. Default {@code ACTIVITY_DEAD}, {@code activity-dead}. */
    public Builder dead(String stream, String prefix) {
      this.deadStream = stream;
      this.deadPrefix = prefix;
      return this;
    }

    /** Default {@link Topology#DECLARE}. */
    public Builder topology(Topology topology) {
      this.topology = topology;
      return this;
    }

    /** Default 30 s. */
    public Builder ackWait(Duration ackWait) {
      this.ackWait = ackWait;
      return this;
    }

    /** Default 256. */
    public Builder maxInFlight(int maxInFlight) {
      this.maxInFlight = maxInFlight;
      return this;
    }

    /** Default 10,000 or eight times {@code maxInFlight}, whichever is more. */
    public Builder maxAckPending(int maxAckPending) {
      this.maxAckPending = maxAckPending;
      return this;
    }

    /** Default 10. */
    public Builder deliveryLimit(int deliveryLimit) {
      this.deliveryLimit = deliveryLimit;
      return this;
    }

    /** Default 1 s, doubling up to 1 min. */
    public Builder retry(Duration initial, Duration maximum) {
      this.retryInitial = initial;
      this.retryMaximum = maximum;
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

    /** Default 2 min. */
    public Builder duplicateWindow(Duration duplicateWindow) {
      this.duplicateWindow = duplicateWindow;
      return this;
    }

    /** Default zero: for ever. */
    public Builder maxAge(Duration maxAge) {
      this.maxAge = maxAge;
      return this;
    }

    /** Default 1. */
    public Builder replicas(int replicas) {
      this.replicas = replicas;
      return this;
    }

    /**
     * Where a consumer that has to be created begins. To replay, name a new {@link #consumer} with
     * it: an existing one goes on where it is. Default: the stream's beginning.
     */
    public Builder from(Instant time) {
      this.from = time;
      return this;
    }

    /**
     * Keeps the order of each key: the next event of a key is handed over when the one before is
     * acknowledged or dead-lettered. One process at a time may then use the consumer, and {@code
     * maxAckPending} is {@code maxInFlight}. Default: no order.
     *
     * @param key {@code subject}, or {@code header:NAME} (events without that header have no order)
     */
    public Builder orderBy(String key) {
      this.orderBy = key;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when a value is out of its range
     */
    public NatsOptions build() {
      int most = orderBy == null ? Integer.MAX_VALUE : maxInFlight;
      int pending =
          maxAckPending == null
              ? (int)
                  Math.min(most, Math.max(10_000L, Math.min(8L * maxInFlight, Integer.MAX_VALUE)))
              : maxAckPending;
      return new NatsOptions(
          connection,
          client,
          jetStream,
          stream,
          subject,
          consumer,
          outStream,
          outPrefix,
          deadStream,
          deadPrefix,
          topology,
          ackWait,
          maxInFlight,
          pending,
          deliveryLimit,
          retryInitial,
          retryMaximum,
          drainTimeout,
          format,
          requestTimeout,
          duplicateWindow,
          maxAge,
          replicas,
          from,
          orderBy);
    }
  }
}
