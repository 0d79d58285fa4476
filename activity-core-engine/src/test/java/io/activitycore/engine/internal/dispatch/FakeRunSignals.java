package io.activitycore.engine.internal.dispatch;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.spi.Wait;
import java.util.ArrayList;
import java.util.List;

/** Notes what it is asked to signal. */
final class FakeRunSignals implements RunSignals {

  final List<String> settled = new ArrayList<>();
  final List<RunStarter.StartRequest> started = new ArrayList<>();

  @Override
  public boolean settle(Wait wait, JsonNode settlement) {
    settled.add(wait.id());
    return true;
  }

  @Override
  public void signalWithStart(RunStarter.StartRequest request, JsonNode event) {
    started.add(request);
  }
}
