package io.activitycore.spi;

import java.util.List;
import java.util.Optional;

/**
 * The dead letters of a source: what was put away because of {@link Settlement.DeadLetter} or a
 * delivery limit, and not replayed or discarded since. Implemented by the adapters.
 *
 * <p>Thread-safe; needs no running subscription, and works beside one in this process or another.
 * Every method throws {@link DeadLettersException} when the broker cannot be reached or refuses.
 */
public interface DeadLetters {

  /**
   * The dead letters that fit, oldest first.
   *
   * @param query which ones, and how many at most
   */
  List<StoredDeadLetter> list(DeadLetterQuery query);

  /**
   * One dead letter.
   *
   * @param id its {@link StoredDeadLetter#id()}
   * @return empty when there is none (any more), or {@code id} is none of this broker's
   */
  Optional<StoredDeadLetter> find(String id);

  /**
   * Publishes the original bytes and headers again to where the source reads, waits until the
   * broker has confirmed, and then settles the dead letter. The event id stays what it is, so an
   * event that has run already is a duplicate without effect. Repeating after an error is safe: at
   * worst the event is delivered twice.
   *
   * @param id its {@link StoredDeadLetter#id()}
   * @return false when there is no such dead letter (any more); then nothing was published
   */
  boolean replay(String id);

  /**
   * Settles a dead letter without publishing anything: it is gone for good.
   *
   * @param id its {@link StoredDeadLetter#id()}
   * @return false when there is no such dead letter (any more)
   */
  boolean discard(String id);
}
