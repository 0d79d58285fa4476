package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.spi.Wait;

/** Signals runs. */
public interface RunSignals {

  /**
   * Brings an answer to the run that waits for it; harmless to repeat.
   *
   * @return false when the run is over
   * @throws UnavailableException when nobody can say whether it arrived: ask again
   */
  boolean settle(Wait wait, JsonNode settlement);

  /**
   * Brings an event to a long-lived run, which is started if there is none.
   *
   * @param request how to start it
   * @param event a trigger of kind {@code event}
   * @throws UnavailableException when nobody can say whether it arrived: ask again
   * @throws RefusedException when it never can
   */
  void signalWithStart(RunStarter.StartRequest request, JsonNode event);
}
