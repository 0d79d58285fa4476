package io.activitycore.testing.contract;

import io.activitycore.spi.Broker;
import io.activitycore.spi.StoredDeadLetter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What an adapter's tests lend to the contract suites: one real broker with destinations that
 * nobody else uses. Made anew for each rule. Called by one thread.
 */
public interface BrokerHarness extends AutoCloseable {

  /**
   * The adapter's broker as one more process would create it: the same destinations and the same
   * group of consumers each time, connections of its own. Declares what is missing.
   */
  Broker open(Tuning tuning);

  /**
   * Puts a message to where the source reads; confirmed when this returns. Called after a first
   * subscription, which has declared the destination; sometimes on another thread.
   */
  void send(Message message);

  /** What stands where the sink publishes to, oldest first. */
  List<Message> published();

  /**
   * What stands at the dead-letter destination, oldest first, read without {@link
   * Broker#deadLetters()} if possible; the ids do not matter.
   */
  List<StoredDeadLetter> deadLettered();

  /**
   * The process of this broker dies: its connections are gone at once, nothing more is settled, it
   * takes no leave. Releases its threads.
   */
  void crash(Broker broker);

  /** The longest until what a crashed process had in hand is handed over to another one. */
  Duration redelivery();

  /** How much longer than {@link #redelivery()} whatever should come may take on a busy machine. */
  default Duration slack() {
    return Duration.ofSeconds(15);
  }

  /** Headers that the broker can carry, the oddest ones. */
  default Map<String, String> oddHeaders() {
    return Map.of(
        "X-Signs", "~!@#$%^&*()_+-=[]{}|;':\",./<>? `",
        "x_lower", "v1,k+/=",
        "X-Blank", " inner  blanks ",
        "X-Long", "0123456789".repeat(100));
  }

  /** Whether the broker itself drops a second publication of the same event id. */
  default boolean dropsRepeatedPublications() {
    return false;
  }

  /** Whether the adapter's sink writes CloudEvents as well. */
  default boolean offersFormats() {
    return true;
  }

  /** A message with a larger body is one that the broker never takes; empty: it takes any. */
  default OptionalInt largestBody() {
    return OptionalInt.empty();
  }

  /** Takes the server away from what {@link #open} made before and makes later; not from us. */
  default Optional<Outage> serverOutage() {
    return Optional.empty();
  }

  /** Takes the dead-letter destination away, so that nothing can be put there. */
  default Optional<Outage> deadLetterOutage() {
    return Optional.empty();
  }

  /** Removes the destinations. */
  @Override
  void close();
}
