package io.activitycore.engine.internal.host;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.definition.Problem;
import io.activitycore.engine.internal.control.EndedElsewhere;
import io.activitycore.engine.internal.control.Redrive;
import io.activitycore.engine.internal.control.RunControl;
import io.activitycore.engine.internal.dispatch.AnswerRelay;
import io.activitycore.engine.internal.dispatch.Deadlines;
import io.activitycore.engine.internal.dispatch.Dispatcher;
import io.activitycore.engine.internal.dispatch.LedgerWindow;
import io.activitycore.engine.internal.dispatch.LongLivedRuns;
import io.activitycore.engine.internal.dispatch.MeasuredDecisions;
import io.activitycore.engine.internal.dispatch.ParkedRelease;
import io.activitycore.engine.internal.dispatch.Parking;
import io.activitycore.engine.internal.dispatch.Records;
import io.activitycore.engine.internal.dispatch.Replies;
import io.activitycore.engine.internal.dispatch.RunStarter;
import io.activitycore.engine.internal.dispatch.SampledDecisions;
import io.activitycore.engine.internal.dispatch.SampledEvents;
import io.activitycore.engine.internal.dispatch.TemporalRunSignals;
import io.activitycore.engine.internal.dispatch.TemporalRunStarter;
import io.activitycore.engine.internal.dispatch.WaitingRuns;
import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.engine.internal.intake.Admission;
import io.activitycore.engine.internal.intake.Intake;
import io.activitycore.engine.internal.metrics.Metrics;
import io.activitycore.engine.internal.outbox.OutboxRelay;
import io.activitycore.engine.internal.reply.ReplyToken;
import io.activitycore.engine.internal.reply.ReplyTokens;
import io.activitycore.engine.internal.run.Correlation;
import io.activitycore.engine.internal.run.Programs;
import io.activitycore.engine.internal.run.RunActivities;
import io.activitycore.engine.internal.run.RunActivityWorkflow;
import io.activitycore.engine.internal.run.StoredResults;
import io.activitycore.engine.internal.schedule.ScheduleLoop;
import io.activitycore.engine.internal.schedule.ScheduleManager;
import io.activitycore.event.EventEnvelope;
import io.activitycore.run.Decision;
import io.activitycore.run.RunKey;
import io.activitycore.spi.Broker;
import io.activitycore.spi.EventSink;
import io.activitycore.spi.RunStore.RunRecord;
import io.activitycore.spi.SourceState;
import io.activitycore.spi.Store;
import io.activitycore.spi.StoredDefinition;
import io.activitycore.spi.Wait;
import io.temporal.worker.WorkerFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running core. Thread-safe. */
public final class Host implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Host.class);
  private static final long TASKS_END_SECONDS = 30;

  private final HostSettings settings;
  private final DefinitionSet definitions;
  private final List<Problem> problems;
  private final Workers workers;
  private final Deadlines deadlines = new Deadlines();
  private final AnswerRelay answers;
  private final RunControl control;
  private final EndedElsewhere endedElsewhere;
  private final Redrive redrive;
  private final Dispatcher dispatcher;
  private final Intake intake;
  private final ParkedRelease parked;
  private final OutboxRelay relay;
  private final HostGauges gauges;
  private final ScheduleManager schedules;
  private final ScheduleLoop scheduleLoop;
  private boolean attached;
  private boolean started;
  private boolean closed;
  private @Nullable AutoCloseable following;

  private Host(
      HostSettings settings,
      DefinitionSet definitions,
      List<Problem> problems,
      CachedExpressions expressions) {
    this.settings = settings;
    this.definitions = definitions;
    this.problems = problems;
    Programs programs = new Programs(expressions);
    ReplyTokens tokens =
        settings.replySecrets().isEmpty() ? null : new ReplyTokens(settings.replySecrets());
    StoredResults recorder =
        new StoredResults(settings.tenant(), settings.store(), settings.clock());
    this.workers =
        new Workers(
            settings.client(),
            settings.workerOptions(),
            settings.handlers(),
            recorder,
            new RunActivities(
                definitions.store(),
                settings.handlers(),
                settings.store(),
                expressions,
                programs,
                tokens == null
                    ? null
                    : (t, wait, until) -> tokens.sign(new ReplyToken(t, wait, until)),
                recorder,
                settings.clock()),
            () -> new RunActivityWorkflow(programs));
    RunStarter starter = new TemporalRunStarter(settings.client(), deadlines);
    TemporalRunSignals signals = new TemporalRunSignals(settings.client(), deadlines);
    Store store = settings.store();
    Metrics metrics =
        Metrics.of(
            settings.client().getWorkflowServiceStubs().getOptions().getMetricsScope(),
            settings.tenant());
    this.answers = new AnswerRelay(store.waits(), signals);
    this.dispatcher =
        new Dispatcher(
            settings.tenant(),
            definitions::router,
            starter,
            new LongLivedRuns(signals, store.runs(), expressions),
            new WaitingRuns(
                settings.tenant(), store.waits(), new Correlation(expressions), answers),
            new Replies(store.waits(), answers, tokens, settings.clock()),
            new Parking(settings.tenant(), store),
            new LedgerWindow(settings.tenant(), store.runs(), settings.clock()),
            records(settings, metrics),
            settings.clock());
    this.control = new RunControl(settings.tenant(), settings.client(), store.runs());
    this.endedElsewhere =
        new EndedElsewhere(settings.tenant(), settings.client(), store.runs(), settings.clock());
    this.redrive = new Redrive(settings.client(), control, starter);
    this.intake =
        new Intake(
            admissions(settings, expressions),
            dispatcher,
            settings.clock(),
            metrics,
            settings.intakeConcurrency());
    this.parked = new ParkedRelease(settings.tenant(), store, definitions::definitions, dispatcher);
    this.relay = new OutboxRelay(store.outbox(), sink(settings), settings.clock(), metrics);
    this.gauges = new HostGauges(metrics, settings.tenant(), intake, store);
    this.schedules =
        new ScheduleManager(
            settings.tenant(),
            settings.client(),
            starter,
            store,
            () -> definitions.definitions().stream().map(StoredDefinition::definition).toList(),
            settings.clock(),
            metrics);
    this.scheduleLoop = new ScheduleLoop(schedules, ScheduleLoop.PERIOD);
  }

  /** Loads the definitions; nothing runs yet. */
  public static Host create(HostSettings settings) {
    CachedExpressions expressions = CachedExpressions.find();
    LoadCheck check = new LoadCheck(expressions, settings.store());
    GivenDefinitions given = GivenDefinitions.of(settings, check);
    given.problems().forEach(problem -> LOG.error("A definition is refused: {}", problem));
    return new Host(
        settings,
        new DefinitionSet(given.store(), expressions, check),
        given.problems(),
        expressions);
  }

  private static Function<String, Admission> admissions(
      HostSettings settings, CachedExpressions expressions) {
    Admission others = Admission.of(settings.intake(), expressions);
    Map<String, Admission> bySource = new HashMap<>();
    settings
        .intakeBySource()
        .forEach((name, rules) -> bySource.put(name, Admission.of(rules, expressions)));
    return name -> bySource.getOrDefault(name, others);
  }

  private static Records records(HostSettings settings, Metrics metrics) {
    Store store = settings.store();
    MeasuredDecisions measured = new MeasuredDecisions(store.decisions(), metrics);
    SampledDecisions decisions = new SampledDecisions(measured, settings.decisionShare());
    return settings.sampling().rules().isEmpty()
        ? decisions
        : new SampledEvents(
            settings.tenant(), settings.sampling(), measured.with(store.events()), decisions);
  }

  private static EventSink sink(HostSettings settings) {
    return settings.brokers().isEmpty() ? event -> {} : settings.brokers().get(0).sink();
  }

  /** See {@code ActivityCore}. */
  public synchronized void attachTo(WorkerFactory factory) {
    if (started) {
      throw new IllegalStateException("attach before start: the core has workers of its own now");
    }
    workers.attachTo(factory, new Queues(definitions.definitions()));
    attached = true;
  }

  /** See {@code ActivityCore}. */
  public synchronized void start() {
    if (started || closed) {
      throw new IllegalStateException(closed ? "closed" : "started already");
    }
    SearchAttribute.ensure(settings.client());
    try {
      startAll();
    } catch (RuntimeException e) {
      close();
      throw e;
    }
    started = true;
    LOG.info(
        "Started with {} definitions, {} task types, {} brokers",
        definitions.definitions().size(),
        settings.handlers().tasks().size(),
        settings.brokers().size());
  }

  private void startAll() {
    if (!attached) {
      workers.start(new Queues(definitions.definitions()));
    }
    following = definitions.follow(this::changed);
    relay.start();
    answers.start();
    endedElsewhere.start();
    parked.start();
    scheduleLoop.start();
    settings.brokers().forEach(broker -> intake.subscribe(broker.source()));
    gauges.start();
  }

  private void changed(List<StoredDefinition> current) {
    if (!attached) {
      workers.start(new Queues(current));
    }
    scheduleLoop.changed();
  }

  /** See {@code ActivityCore}. */
  public void publish(EventEnvelope event) {
    if (settings.brokers().isEmpty()) {
      dispatcher.dispatch(List.of(event));
    } else {
      Broker first = settings.brokers().get(0);
      first.publisher().publish(event);
    }
  }

  /** See {@code ActivityCore}. */
  public Decision trigger(String activityId, String key, JsonNode payload) {
    if (key.isBlank() || key.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "a key of a run by hand must not be blank or hold control characters");
    }
    StoredDefinition stored =
        definitions.definitions().stream()
            .filter(known -> known.definition().id().equals(activityId))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("no activity " + activityId));
    return dispatcher.trigger(stored, key, payload);
  }

  /** See {@code ActivityCore}. */
  public List<Decision> decisions(String eventId) {
    return settings.store().decisions().find(settings.tenant(), eventId);
  }

  /** See {@code ActivityCore}. */
  public Optional<RunRecord> run(String activityId, String occurrence) {
    return settings.store().runs().find(new RunKey(settings.tenant(), activityId, occurrence));
  }

  /** Takes the answer that a wait has to its run, right away. */
  public void deliver(Wait wait) {
    answers.deliver(wait);
  }

  /** What operators do to schedules. */
  public ScheduleManager schedules() {
    return schedules;
  }

  /** What operators do to runs. */
  public RunControl control() {
    return control;
  }

  /** What operators do to runs that did not complete. */
  public Redrive redrive() {
    return redrive;
  }

  /** See {@code ActivityCore}. */
  public List<Problem> problems() {
    return problems;
  }

  /** See {@code ActivityCore}. */
  public Map<String, SourceState> sources() {
    return intake.sources();
  }

  /** See {@code ActivityCore}. */
  public boolean isHealthy() {
    return intake.isHealthy();
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    gauges.close();
    intake.close();
    parked.close();
    closeQuietly(following);
    scheduleLoop.close();
    workers.close(TASKS_END_SECONDS);
    relay.close();
    answers.close();
    endedElsewhere.close();
    deadlines.close();
  }

  private static void closeQuietly(@Nullable AutoCloseable closeable) {
    if (closeable != null) {
      try {
        closeable.close();
      } catch (Exception e) {
        LOG.warn("Closing failed", e);
      }
    }
  }
}
