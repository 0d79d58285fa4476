package io.activitycore.kafka;

import io.activitycore.event.EventFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link KafkaBroker} finds its servers and which topics and limits it uses.
 *
 * @param bootstrap the brokers to ask first, {@code host:port}, separated by commas
 * @param properties further properties of Kafka's clients: TLS, SASL, sizes, time-outs; each client
 *     gets those it knows
 * @param topics the topics that events come from; the publisher writes to the first
 * @param group the consumer group; all processes that share it share the events
 * @param instance this process's own, lasting name in the group (static membership), so that a
 *     restart within the session time-out moves no partition; null for none
 * @param outTopic the topic that our own events go to
 * @param deadTopic the topic that dead letters go to; which of them are dealt with stands in a
 *     topic of the same name with {@code -settled}
 * @param topology what to do about topics
 * @param partitions partitions of a declared topic
 * @param replicas copies of a declared topic; -1 for the broker's default
 * @param maxInFlight most unsettled deliveries of one subscription
 * @param window most records of one partition behind one that is not settled; the partition pauses
 *     then
 * @param windowBytes most bytes of unsettled records of one partition; the partition pauses then
 * @param deliveryLimit a record handed over more often than this is dead-lettered unseen
 * @param retryInitial first pause before a failed delivery comes again; doubles with each
 * @param retryMaximum longest such pause
 * @param drainTimeout how long closing waits for the unsettled deliveries
 * @param format how events are written; every form is read
 * @param revokeTimeout how long a partition that another process is to get is kept for the
 *     unsettled deliveries of it
 * @param requestTimeout how long one request to a broker may take; a publication may take two
 * @param commitInterval how often progress is committed
 * @param start where a partition begins that the group never committed
 * @param replay where every partition begins once, whatever the group committed; the same value
 *     again, also after a restart, has no further effect
 */
public record KafkaOptions(
    String bootstrap,
    Map<String, String> properties,
    List<String> topics,
    String group,
    @Nullable String instance,
    String outTopic,
    String deadTopic,
    Topology topology,
    int partitions,
    int replicas,
    int maxInFlight,
    int window,
    long windowBytes,
    int deliveryLimit,
    Duration retryInitial,
    Duration retryMaximum,
    Duration drainTimeout,
    EventFormat format,
    Duration revokeTimeout,
    Duration requestTimeout,
    Duration commitInterval,
    KafkaBeginning start,
    @Nullable KafkaBeginning replay) {

  /** What the broker does about topics. */
  public enum Topology {
    /** Creates what is missing; refuses what is there and does not fit. */
    DECLARE,
    /** Changes nothing; refuses what is missing or does not fit. */
    CHECK
  }

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException when one is out of its range; the message names it
   */
  public KafkaOptions {
    Names.name("bootstrap", bootstrap);
    properties = Map.copyOf(properties);
    ClientProperties.check(properties);
    topics = List.copyOf(topics);
    require(!topics.isEmpty(), "at least one topic", "none");
    topics.forEach(each -> Names.topic("topics", each));
    Names.name("group", group);
    if (instance != null) {
      Names.name("instance", instance);
    }
    Names.topic("outTopic", outTopic);
    Names.topic("deadTopic", deadTopic);
    Names.topic("deadTopic", settledTopic(deadTopic));
    require(!topics.contains(outTopic), "an outTopic that the source does not read", outTopic);
    require(!topics.contains(deadTopic), "a deadTopic that the source does not read", deadTopic);
    Objects.requireNonNull(topology, "topology");
    require(partitions >= 1, "partitions >= 1", partitions);
    require(
        replicas == -1 || (replicas >= 1 && replicas <= Short.MAX_VALUE),
        "replicas >= 1, or -1",
        replicas);
    require(maxInFlight >= 1, "maxInFlight >= 1", maxInFlight);
    require(window >= 1, "window >= 1", window);
    require(windowBytes >= 1, "windowBytes >= 1", windowBytes);
    require(deliveryLimit >= 1, "deliveryLimit >= 1", deliveryLimit);
    atLeast("retryInitial", retryInitial, Duration.ofMillis(1));
    atLeast("retryMaximum", retryMaximum, retryInitial);
    atLeast("drainTimeout", drainTimeout, Duration.ZERO);
    atLeast("revokeTimeout", revokeTimeout, Duration.ZERO);
    atLeast("requestTimeout", requestTimeout, Duration.ofMillis(100));
    atLeast("commitInterval", commitInterval, Duration.ofMillis(1));
    Objects.requireNonNull(start, "start");
  }

  /** Options for the broker at {@code 127.0.0.1:9092}, all else by default. */
  public static Builder builder() {
    return new Builder();
  }

  /** Which dead letters are dealt with. */
  String settledTopic() {
    return settledTopic(deadTopic);
  }

  private static String settledTopic(String deadTopic) {
    return deadTopic + "-settled";
  }

  /** Stands beside each commit, so that a replay happens once in each partition. */
  String commitMetadata() {
    return replay == null ? "" : "replay " + describe(replay);
  }

  private static String describe(KafkaBeginning beginning) {
    return beginning instanceof KafkaBeginning.FromOffsets at
        ? "offsets " + Integer.toHexString(new TreeMap<>(at.offsets()).toString().hashCode())
        : beginning.toString();
  }

  private static void atLeast(String name, Duration value, Duration least) {
    require(value.compareTo(least) >= 0, name + " of at least " + least, value);
  }

  private static void require(boolean holds, String expected, Object found) {
    if (!holds) {
      throw new IllegalArgumentException("Kafka options: expected " + expected + ", got " + found);
    }
  }

  /** Collects the options; every setter replaces a default. Not thread-safe. */
  public static final class Builder {
    private String bootstrap = "127.0.0.1:9092";
    private Map<String, String> properties = Map.of();
    private List<String> topics = List.of("activity-events");
    private String group = "activity-core-event-router";
    private @Nullable String instance;
    private String outTopic = "activity-out";
    private String deadTopic = "activity-dead";
    private Topology topology = Topology.DECLARE;
    private int partitions = 6;
    private int replicas = -1;
    private int maxInFlight = 256;
    private int window = 10_000;
    private long windowBytes = 64L * 1024 * 1024;
    private int deliveryLimit = 10;
    private Duration retryInitial = Duration.ofSeconds(1);
    private Duration retryMaximum = Duration.ofMinutes(1);
    private Duration drainTimeout = Duration.ofSeconds(30);
    private EventFormat format = EventFormat.NATIVE;
    private Duration revokeTimeout = Duration.ofSeconds(5);
    private Duration requestTimeout = Duration.ofSeconds(10);
    private Duration commitInterval = Duration.ofMillis(500);
    private KafkaBeginning start = KafkaBeginning.earliest();
    private @Nullable KafkaBeginning replay;

    private Builder() {}

    /** Default {@code 127.0.0.1:9092}. */
    public Builder bootstrap(String servers) {
      this.bootstrap = servers;
      return this;
    }

    /**
     * The clients' own properties. Default none. Those that would break what is promised are
     * refused.
     */
    public Builder properties(Map<String, String> properties) {
      this.properties = properties;
      return this;
    }

    /** Default {@code activity-events}. */
    public Builder topics(String... topics) {
      this.topics = List.of(topics);
      return this;
    }

    /** Default {@code activity-core-event-router}. */
    public Builder group(String group) {
      this.group = group;
      return this;
    }

    /** Default none: the process is a new member with each start. */
    public Builder instance(String name) {
      this.instance = name;
      return this;
    }

    /** Default {@code activity-out}. */
    public Builder outTopic(String topic) {
      this.outTopic = topic;
      return this;
    }

    /** Default {@code activity-dead}. */
    public Builder deadTopic(String topic) {
      this.deadTopic = topic;
      return this;
    }

    /** Default {@link Topology#DECLARE}. */
    public Builder topology(Topology topology) {
      this.topology = topology;
      return this;
    }

    /** Of topics that we declare. Default 6. */
    public Builder partitions(int partitions) {
      this.partitions = partitions;
      return this;
    }

    /** Copies of topics that we declare. Default -1: as the broker is configured. */
    public Builder replicas(int replicas) {
      this.replicas = replicas;
      return this;
    }

    /** Default 256. */
    public Builder maxInFlight(int maxInFlight) {
      this.maxInFlight = maxInFlight;
      return this;
    }

    /** Default 10,000. */
    public Builder window(int records) {
      this.window = records;
      return this;
    }

    /** Default 64 MiB. */
    public Builder windowBytes(long bytes) {
      this.windowBytes = bytes;
      return this;
    }

    /** Default 10. */
    public Builder deliveryLimit(int deliveryLimit) {
      this.deliveryLimit = deliveryLimit;
      return this;
    }

    /** Default 1 s. */
    public Builder retryInitial(Duration retryInitial) {
      this.retryInitial = retryInitial;
      return this;
    }

    /** Default 1 min. */
    public Builder retryMaximum(Duration retryMaximum) {
      this.retryMaximum = retryMaximum;
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
    public Builder revokeTimeout(Duration revokeTimeout) {
      this.revokeTimeout = revokeTimeout;
      return this;
    }

    /** Default 10 s. */
    public Builder requestTimeout(Duration requestTimeout) {
      this.requestTimeout = requestTimeout;
      return this;
    }

    /** Default 500 ms. */
    public Builder commitInterval(Duration commitInterval) {
      this.commitInterval = commitInterval;
      return this;
    }

    /** Default {@link KafkaBeginning#earliest}. */
    public Builder start(KafkaBeginning start) {
      this.start = start;
      return this;
    }

    /** Default none. */
    public Builder replay(KafkaBeginning replay) {
      this.replay = replay;
      return this;
    }

    /**
     * The options.
     *
     * @throws IllegalArgumentException when a value is out of its range
     */
    public KafkaOptions build() {
      return new KafkaOptions(
          bootstrap,
          properties,
          topics,
          group,
          instance,
          outTopic,
          deadTopic,
          topology,
          partitions,
          replicas,
          maxInFlight,
          window,
          windowBytes,
          deliveryLimit,
          retryInitial,
          retryMaximum,
          drainTimeout,
          format,
          revokeTimeout,
          requestTimeout,
          commitInterval,
          start,
          replay);
    }
  }
}
