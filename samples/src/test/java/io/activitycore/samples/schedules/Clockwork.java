package io.activitycore.samples.schedules;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.protobuf.Timestamp;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Node;
import io.activitycore.definition.Retry;
import io.activitycore.definition.Rule;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.ScheduleTrigger.Misfire;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.ActivityCoreInterceptor;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.engine.internal.dispatch.Deadlines;
import io.activitycore.engine.internal.dispatch.TemporalRunStarter;
import io.activitycore.engine.internal.memory.MemoryDefinitionStore;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.engine.internal.run.WorkflowIds;
import io.activitycore.engine.internal.schedule.ScheduleManager;
import io.activitycore.engine.internal.schedule.ScheduleState;
import io.activitycore.handler.TaskFunction;
import io.activitycore.spi.DefinitionStore;
import io.activitycore.spi.Store;
import io.temporal.api.schedule.v1.ScheduleInfo;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A tenant of its own with schedules that may be faster than a definition is allowed to be: the
 * manager below the facade takes definitions as they are, and the core lends its workers only.
 */
final class Clockwork implements AutoCloseable {

  static final Duration LONGEST =
      Duration.ofSeconds(150 + Integer.getInteger("activity-core.outage-seconds", 0));

  final String tenant = "t" + UUID.randomUUID().toString().substring(0, 8);
  final String queue = "queue-" + tenant;
  final Store store;
  final WorkflowServiceStubs stubs;
  final WorkflowClient client;
  final ScheduleManager manager;
  final List<ActivityDefinition> definitions = new CopyOnWriteArrayList<>();

  /** What each task saw as {@code trigger}, by activity. */
  final Map<String, List<JsonNode>> seen = new ConcurrentHashMap<>();

  private final Clock clock;
  private final TaskFunction task;
  private final Deadlines deadlines = new Deadlines();
  private final List<WorkerFactory> factories = new ArrayList<>();

  Clockwork(String address) {
    this(address, Clock.systemUTC(), (input, context) -> input);
  }

  Clockwork(String address, Clock clock, TaskFunction task) {
    this(address, clock, task, InMemoryStore.create());
  }

  Clockwork(String address, Clock clock, TaskFunction task, Store store) {
    this.store = store;
    this.clock = clock;
    this.task = task;
    this.stubs =
        WorkflowServiceStubs.newServiceStubs(
            WorkflowServiceStubsOptions.newBuilder().setTarget(address).build());
    this.client = WorkflowClient.newInstance(stubs);
    this.manager = manager();
  }

  /** One more, as in another process; the account is shared. */
  ScheduleManager manager() {
    return new ScheduleManager(
        tenant,
        client,
        new TemporalRunStarter(client, deadlines),
        store,
        () -> List.copyOf(definitions),
        clock,
        Metrics.none());
  }

  /** A definition of one task, which sees the trigger. */
  ActivityDefinition definition(String id, Trigger trigger, boolean enabled) {
    return ActivityDefinition.builder(id)
        .taskQueue(queue)
        .enabled(enabled)
        .trigger(trigger)
        .rules(
            Rule.always(
                Node.task("work", "work")
                    .retry(Retry.attempts(1))
                    .input(
                        JsonNodeFactory.instance
                            .objectNode()
                            .put("id", id)
                            .put("trigger", "{{ trigger }}"))
                    .build()))
        .build();
  }

  ActivityDefinition every(String id, String every, Misfire misfire) {
    return every(id, every, misfire, Duration.ofMinutes(10));
  }

  ActivityDefinition every(String id, String every, Misfire misfire, Duration window) {
    return definition(id, Trigger.schedule(schedule("@every " + every, misfire, window)), true);
  }

  static ScheduleTrigger schedule(String cron, Misfire misfire, Duration window) {
    return ScheduleTrigger.cron(cron).withMisfire(misfire, window);
  }

  ActivityDefinition definition(String id, ScheduleTrigger schedule) {
    return definition(id, Trigger.schedule(schedule), true);
  }

  List<String> ids() {
    return definitions.stream().map(ActivityDefinition::id).toList();
  }

  DescribeScheduleResponse described(String id) {
    return stubs
        .blockingStub()
        .describeSchedule(
            DescribeScheduleRequest.newBuilder()
                .setNamespace("default")
                .setScheduleId(scheduleId(id))
                .build());
  }

  /** When a schedule was made or last changed, by the server's clock. */
  Instant changedAt(String id) {
    ScheduleInfo info = described(id).getInfo();
    Timestamp at = info.hasUpdateTime() ? info.getUpdateTime() : info.getCreateTime();
    return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
  }

  /** Syncs until it succeeds: right after a start the server may not answer yet. */
  void inStep() {
    await().atMost(LONGEST).ignoreExceptions().until(() -> manager.sync(false) != null);
  }

  /** Sets all definitions, and syncs. */
  void have(ActivityDefinition... all) {
    definitions.clear();
    definitions.addAll(List.of(all));
    manager.sync(false);
  }

  /** Starts a worker that knows the definitions of this moment. */
  WorkerFactory work() {
    MemoryDefinitionStore known = new MemoryDefinitionStore(definitions);
    known.put(anchor());
    return work(known);
  }

  /** What gives a worker its queue. */
  ActivityDefinition anchor() {
    return definition("anchor", Trigger.byHand(), true);
  }

  /** The same, of a worker that knows these definitions. */
  WorkerFactory work(DefinitionStore known) {
    ActivityCore core =
        ActivityCore.builder(client)
            .tenant(tenant)
            .definitions(known)
            .store(store)
            .clock(clock)
            .task(
                "work",
                (input, context) -> {
                  seen.computeIfAbsent(
                          input.path("id").asText(), id -> new CopyOnWriteArrayList<>())
                      .add(input.path("trigger"));
                  return task.apply(input, context);
                })
            .build();
    WorkerFactory factory =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setWorkerInterceptors(new ActivityCoreInterceptor())
                .build());
    core.attachTo(factory);
    factory.start();
    factories.add(factory);
    return factory;
  }

  JsonNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  List<JsonNode> seen(String id) {
    return seen.getOrDefault(id, List.of());
  }

  /** When the server started the run of a tick. */
  Instant startOf(String id, Instant tick) {
    String workflow = WorkflowIds.forSchedule(tenant, id, tick);
    return client.newUntypedWorkflowStub(workflow).describe().getStartTime();
  }

  /** How often each tick was worked on. */
  Map<String, Integer> ticks(String id) {
    Map<String, Integer> ticks = new TreeMap<>();
    seen(id)
        .forEach(trigger -> ticks.merge(trigger.path("scheduled_for").asText(), 1, Integer::sum));
    return ticks;
  }

  ScheduleState state(String id) {
    return manager.find(id).orElseThrow();
  }

  void awaitSeen(String id, int count) {
    await().atMost(LONGEST).until(() -> seen(id).size() >= count);
  }

  /** Waits until every tick that was due by now has its fate. */
  ScheduleState settled(String id) {
    return settledBeyond(id, Instant.now());
  }

  /** Waits until every tick that was due by an instant has its fate. */
  ScheduleState settledBeyond(String id, Instant until) {
    await()
        .atMost(LONGEST)
        .ignoreExceptions()
        .until(
            () -> {
              manager.reconcile();
              return store.ticks().find(tenant, id).orElseThrow().settledTo().isAfter(until);
            });
    return state(id);
  }

  @Override
  public void close() {
    definitions.clear();
    try {
      manager.sync(false);
    } finally {
      factories.forEach(WorkerFactory::shutdownNow);
      deadlines.close();
      stubs.shutdownNow();
    }
  }

  String scheduleId(String id) {
    return WorkflowIds.ofSchedule(tenant, id);
  }
}
