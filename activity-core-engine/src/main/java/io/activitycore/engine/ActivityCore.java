package io.activitycore.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.host.Host;
import io.activitycore.engine.internal.host.HostSettings;
import io.activitycore.engine.internal.task.HandlersBuilder;
import io.activitycore.engine.internal.task.ResultLimit;
import io.activitycore.event.EventEnvelope;
import io.activitycore.handler.ContextFunction;
import io.activitycore.handler.TaskFunction;
import io.activitycore.intake.EventSampling;
import io.activitycore.intake.IntakeRules;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.Broker;
import io.activitycore.spi.DefinitionStore;
import io.activitycore.spi.InstanceFactory;
import io.activitycore.spi.PayloadStore;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.spi.SourceState;
import io.activitycore.spi.Store;
import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerOptions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The core, embedded in a host: events in, runs on Temporal, events out.
 *
 * <p>Thread-safe once built. Life: {@link Builder#build}, then {@link #attachTo} for a host with
 * workers of its own, then {@link #start}, then {@link #close}.
 */
public final class ActivityCore implements AutoCloseable {

  private final Host host;
  private final HumanTasks humanTasks;
  private final EventsOut eventsOut;

  private ActivityCore(Host host, HumanTasks humanTasks, EventsOut eventsOut) {
    this.host = host;
    this.humanTasks = humanTasks;
    this.eventsOut = eventsOut;
  }

  /**
   * Begins with the host's own client: its TLS, codec and namespace stay its own, and closing the
   * core does not close it.
   */
  public static Builder builder(WorkflowClient client) {
    return new Builder(client);
  }

  /**
   * Registers the runs and tasks with a host's worker factory instead of starting workers of our
   * own. Call it before {@link #start} and before the factory starts; the factory's options must
   * have an {@link ActivityCoreInterceptor}.
   */
  public void attachTo(WorkerFactory factory) {
    host.attachTo(factory);
  }

  /**
   * Starts workers (unless attached), the outbox relay, and consumption, in this order. When one of
   * them fails, what has started is closed; a host that tries again builds another core.
   *
   * @throws IllegalStateException when Temporal does not answer, or lacks the search attribute
   *     {@code activity_id} and it cannot be registered; nothing has started then, and this core
   *     may be started again
   */
  public void start() {
    host.start();
  }

  /**
   * Publishes an event to where this core (and every other on the same broker) reads events;
   * without a broker, dispatches it at once.
   *
   * @throws io.activitycore.ActivityCoreException when the broker, or Temporal, did not confirm
   */
  public void publish(EventEnvelope event) {
    host.publish(event);
  }

  /**
   * Starts a run by hand, whatever the definition's trigger; a disabled definition too.
   *
   * @param activityId which activity, in its current version
   * @param key makes the run single: the same key again is a duplicate
   * @param payload what expressions see as {@code payload}
   * @return STARTED, DUPLICATE or REJECTED
   * @throws IllegalArgumentException when there is no such activity, or the key is blank or holds
   *     control characters
   * @throws io.activitycore.ActivityCoreException when Temporal did not answer: call again with the
   *     same key
   */
  public Decision trigger(String activityId, String key, JsonNode payload) {
    return host.trigger(activityId, key, payload);
  }

  /** Why something happened to an event, or did not. */
  public Explanation explain(String eventId) {
    return new Explanation(eventId, host.decisions(eventId));
  }

  /**
   * What is known of a run.
   *
   * @param occurrence the event id, or {@code manual-} and the key
   */
  public Optional<RunRecord> run(String activityId, String occurrence) {
    return host.run(activityId, occurrence);
  }

  /** What operators do to runs. */
  public Runs runs() {
    return new Runs(host.control(), host.redrive());
  }

  /** What operators do to schedules. */
  public Schedules schedules() {
    return new Schedules(host.schedules());
  }

  /** The inbox of people: what runs ask them, and what they answer. */
  public HumanTasks humanTasks() {
    return humanTasks;
  }

  /** Events out that no broker takes. */
  public EventsOut eventsOut() {
    return eventsOut;
  }

  /** Definitions that were refused when they were loaded, problem by problem; the others run. */
  public List<Problem> problems() {
    return host.problems();
  }

  /**
   * How each broker's source is: connected, paused, deliveries in hand, lag. What each source last
   * saw: it does not wait for the broker. Empty before {@link #start}.
   */
  public Map<String, SourceState> sources() {
    return host.sources();
  }

  /**
   * Whether Temporal and the store answered the last time they were asked; while not, consumption
   * is paused.
   */
  public boolean isHealthy() {
    return host.isHealthy();
  }

  /**
   * Takes no new event, settles those in hand, lets running tasks end (30 seconds), publishes the
   * outbox, and stops.
   */
  @Override
  public void close() {
    host.close();
  }

  /** Builds a core; not thread-safe. */
  public static final class Builder {
    private final WorkflowClient client;
    private final HandlersBuilder handlers = new HandlersBuilder();
    private final List<Class<?>> handlerTypes = new ArrayList<>();
    private String tenant = RunKey.DEFAULT_TENANT;
    private @Nullable Definitions definitions;
    private @Nullable DefinitionStore definitionStore;
    private @Nullable Store store;
    private final List<Broker> brokers = new ArrayList<>();
    private InstanceFactory instances = Builder::construct;
    private WorkerOptions workerOptions = HostSettings.DEFAULT_WORKER_OPTIONS;
    private int intakeConcurrency = HostSettings.DEFAULT_INTAKE_CONCURRENCY;
    private final List<byte[]> replySecrets = new ArrayList<>();
    private int largestResult = ResultLimit.DEFAULT_BYTES;
    private @Nullable PayloadStore payloads;
    private IntakeRules intake = IntakeRules.DEFAULT;
    private final Map<String, IntakeRules> intakeBySource = new TreeMap<>();
    private double decisionShare = 1;
    private EventSampling sampling = EventSampling.NONE;
    private Clock clock = Clock.systemUTC();

    private Builder(WorkflowClient client) {
      this.client = client;
    }

    /** Definitions from files or code; each is version 1. */
    public Builder definitions(Definitions value) {
      definitions = value;
      return this;
    }

    /** Definitions from a registry, which is followed. */
    public Builder definitions(DefinitionStore value) {
      definitionStore = value;
      return this;
    }

    /**
     * The system of record. Required: {@link InMemoryStore} must be asked for by name, because it
     * forgets.
     */
    public Builder store(Store value) {
      store = value;
      return this;
    }

    /**
     * Adds a broker. Events out go to the first; without one, events come by {@link
     * ActivityCore#publish} and none go out.
     */
    public Builder broker(Broker value) {
      brokers.add(value);
      return this;
    }

    /** Adds the handlers of instances. */
    public Builder register(Object... handlerInstances) {
      for (Object given : handlerInstances) {
        if (given instanceof Class<?> type) {
          handlerTypes.add(type); // several classes at once come this way
        } else {
          handlers.add(given);
        }
      }
      return this;
    }

    /** Adds the handlers of a class, whose instance comes from the {@link #instances} factory. */
    public Builder register(Class<?> handlerType) {
      handlerTypes.add(handlerType);
      return this;
    }

    /**
     * Where instances of registered classes come from; default: their public constructor without
     * parameters.
     */
    public Builder instances(InstanceFactory value) {
      instances = value;
      return this;
    }

    /** Adds a task handler as a function. */
    public Builder task(String type, TaskFunction function) {
      handlers.addTask(type, function);
      return this;
    }

    /** Adds a context resolver as a function. */
    public Builder resolver(String name, ContextFunction function) {
      handlers.addResolver(name, function);
      return this;
    }

    /** The tenant; default {@value io.activitycore.run.RunKey#DEFAULT_TENANT}. */
    public Builder tenant(String value) {
      tenant = value;
      return this;
    }

    /** Options of our own workers; default: 20 pollers, eager tasks. */
    public Builder workerOptions(WorkerOptions value) {
      workerOptions = value;
      return this;
    }

    /** Events in work at once, each waiting for Temporal's answer; default 16. */
    public Builder intakeConcurrency(int value) {
      intakeConcurrency = value;
      return this;
    }

    /**
     * The largest result of a task in bytes of JSON; default {@value
     * io.activitycore.engine.internal.task.ResultLimit#DEFAULT_BYTES}. A larger one fails its task
     * with the error type {@code result_too_large}, unless there is a {@link #payloadStore}. Of
     * local tasks it is never more than {@value
     * io.activitycore.engine.internal.task.ResultLimit#LOCAL_BYTES}.
     */
    public Builder largestResult(int bytes) {
      largestResult = bytes;
      return this;
    }

    /**
     * Keeps results that are too large by reference. Such a result can be handed on to another task
     * as a whole, but expressions cannot look into it.
     */
    public Builder payloadStore(PayloadStore value) {
      payloads = value;
      return this;
    }

    /**
     * Secrets for the tokens of async tasks, of at least 32 bytes each: the first signs, each
     * verifies, so that they can be rotated. Without one, a handler that answers {@link
     * io.activitycore.handler.Pending} fails its task.
     */
    public Builder replySecrets(byte[]... values) {
      replySecrets.addAll(List.of(values));
      return this;
    }

    /** What is demanded of events of all sources that have no rules of their own. */
    public Builder intake(IntakeRules value) {
      intake = value;
      return this;
    }

    /**
     * What is demanded of the events of one broker's source.
     *
     * @param source the {@link io.activitycore.spi.EventSource#name name} of the source
     */
    public Builder intake(String source, IntakeRules value) {
      intakeBySource.put(source, value);
      return this;
    }

    /**
     * For which share of the events it is recorded why they did nothing (FILTERED, UNMATCHED,
     * DISABLED); for an event it is all or none, on every host the same. What they did is always
     * recorded. Default 1; less at high rates of events that match nothing.
     *
     * @param share 0 to 1
     */
    public Builder decisionShare(double share) {
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("decisionShare must be 0 to 1, got " + share);
      }
      decisionShare = share;
      return this;
    }

    /**
     * Which events are kept in the store with all their decisions; default none. Replies to async
     * tasks never are: they carry a token.
     */
    public Builder keepEvents(EventSampling value) {
      sampling = value;
      return this;
    }

    /** The time of decisions and of events out; default the system's. */
    public Builder clock(Clock value) {
      clock = value;
      return this;
    }

    /**
     * Loads the definitions and makes the core; nothing runs yet.
     *
     * @throws IllegalStateException without a store, without definitions, or without an expression
     *     engine on the class path
     * @throws UnsupportedOperationException when events are to be kept by a store that cannot
     */
    public ActivityCore build() {
      if (store == null) {
        throw new IllegalStateException(
            "a store is required: .store(InMemoryStore.create()) for one process that may forget,"
                + " else a durable one");
      }
      handlerTypes.forEach(type -> handlers.add(instances.instance(type)));
      handlerTypes.clear();
      Host host =
          Host.create(
              new HostSettings(
                  client,
                  tenant,
                  definitions,
                  definitionStore,
                  store,
                  brokers,
                  new ResultLimit(tenant, largestResult, payloads).limit(handlers.build()),
                  workerOptions,
                  intakeConcurrency,
                  replySecrets,
                  intake,
                  intakeBySource,
                  decisionShare,
                  sampling,
                  clock));
      return new ActivityCore(
          host, new HumanTasks(tenant, store, host::deliver), EventsOut.of(store.outbox(), tenant));
    }

    private static <T> T construct(Class<T> type) {
      try {
        return type.getConstructor().newInstance();
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException(
            type.getName()
                + " has no usable public constructor without parameters: register an instance, or"
                + " give an InstanceFactory",
            e);
      }
    }
  }
}
