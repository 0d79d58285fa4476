package io.activitycore.engine;

import io.activitycore.spi.Broker;
import io.activitycore.spi.StoredDeadLetter;
import io.activitycore.testing.contract.BrokerHarness;
import io.activitycore.testing.contract.Message;
import io.activitycore.testing.contract.Outage;
import io.activitycore.testing.contract.Tuning;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The broker in memory with one defect in it. */
final class BrokenHarness implements BrokerHarness {

  private final Defect defect;
  private final MemoryHarness good = new MemoryHarness();
  private final AtomicBoolean deadLettersDown = new AtomicBoolean();

  BrokenHarness(Defect defect) {
    this.defect = defect;
  }

  @Override
  public boolean offersFormats() {
    return false;
  }

  @Override
  public Broker open(Tuning tuning) {
    Tuning wrong =
        switch (defect) {
          case ONE_AT_A_TIME -> tuning.withMaxInFlight(1);
          case UNBOUNDED -> tuning.withMaxInFlight(1_000);
          default -> tuning;
        };
    return new BrokenBroker(defect, good, good.open(wrong), deadLettersDown);
  }

  @Override
  public void send(Message message) {
    switch (defect) {
      case REORDERS_WITHIN_A_KEY -> good.send(new Message("", message.body(), message.headers()));
      case CUTS_BIG_BODIES ->
          good.send(
              new Message(
                  message.key(),
                  Arrays.copyOf(message.body(), Math.min(message.body().length, 1 << 20)),
                  message.headers()));
      default -> good.send(message);
    }
  }

  @Override
  public List<Message> published() {
    return good.published();
  }

  @Override
  public List<StoredDeadLetter> deadLettered() {
    List<StoredDeadLetter> found = good.deadLettered();
    return defect == Defect.DEAD_LETTERS_WITHOUT_HEADERS
        ? found.stream().map(BrokenHarness::withoutHeaders).toList()
        : found;
  }

  static StoredDeadLetter withoutHeaders(StoredDeadLetter letter) {
    return new StoredDeadLetter(
        letter.id(),
        letter.body(),
        Map.of(),
        letter.position(),
        letter.code(),
        letter.reason(),
        letter.time(),
        letter.attempts(),
        letter.hints());
  }

  @Override
  public void crash(Broker broker) {
    BrokenBroker broken = (BrokenBroker) broker;
    if (defect == Defect.LOSES_WHAT_A_DEAD_PROCESS_HELD) {
      broken.ackAll();
    }
    good.crash(broken.good());
  }

  @Override
  public Duration redelivery() {
    return good.redelivery();
  }

  @Override
  public Duration slack() {
    return Duration.ofMillis(700);
  }

  @Override
  public Optional<Outage> deadLetterOutage() {
    Outage outage = good.deadLetterOutage().orElseThrow();
    return Optional.of(
        new Outage() {
          @Override
          public void begin() {
            deadLettersDown.set(true);
            outage.begin();
          }

          @Override
          public void end() {
            deadLettersDown.set(false);
            outage.end();
          }
        });
  }

  @Override
  public void close() {
    good.close();
  }
}
