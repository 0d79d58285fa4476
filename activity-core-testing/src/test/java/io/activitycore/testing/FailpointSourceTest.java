package io.activitycore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.spi.Delivery;
import io.activitycore.spi.DeliveryListener;
import io.activitycore.spi.Settlement;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailpointSourceTest {
  private final Path announcement;
  private final List<String> seen = new ArrayList<>();
  private final ListSource source = new ListSource("one", "two", "three");

  FailpointSourceTest(@TempDir Path folder) {
    this.announcement = folder.resolve("parked");
  }

  @Test
  void beforeStartTheListenerSeesNeitherTheDeliveryNorALaterOne() {
    run(Failpoints.environment(Failpoint.BEFORE_START, announcement, "two"), this::acknowledge);

    assertThat(seen).containsExactly("one");
    assertThat(source.settled()).containsExactly("one=Ack");
    assertThat(announcement).hasContent("before-start list#two");
  }

  @Test
  void afterStartTheListenerIsDoneAndTheBrokerHearsNothing() {
    run(Failpoints.environment(Failpoint.AFTER_START, announcement), this::acknowledge);

    assertThat(seen).containsExactly("one");
    assertThat(source.settled()).isEmpty();
    assertThat(announcement).hasContent("after-start list#one");
  }

  @Test
  void afterStartWaitsForAnAcknowledgement() {
    run(
        Failpoints.environment(Failpoint.AFTER_START, announcement),
        delivery ->
            text(delivery).equals("two")
                ? acknowledge(delivery)
                : CompletableFuture.completedFuture(
                    new Settlement.RetryLater(Duration.ZERO, "not yet")));

    assertThat(source.settled()).containsExactly("one=RetryLater");
    assertThat(announcement).hasContent("after-start list#two");
  }

  @Test
  void aListenersErrorPassesUntilSomethingIsParked() {
    run(
        Failpoints.environment(Failpoint.AFTER_START, announcement, "two"),
        delivery ->
            text(delivery).equals("two")
                ? acknowledge(delivery)
                : CompletableFuture.failedFuture(new IllegalStateException("broken")));

    assertThat(source.settled()).containsExactly("one=java.lang.IllegalStateException: broken");
  }

  @Test
  void withoutAnOrderTheSourceIsLeftAsItIs() {
    assertThat(Failpoints.from(Map.of()).decorate(source)).isSameAs(source);
    assertThat(Failpoints.fromEnvironment().decorate(source)).isSameAs(source);
  }

  @Test
  void aWrongOrderIsRefused() {
    assertThatThrownBy(() -> Failpoints.from(Map.of("ACTIVITY_CORE_FAILPOINT", "later")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("ACTIVITY_CORE_FAILPOINT=later: expected before-start or after-start");
    assertThatThrownBy(() -> Failpoints.from(Map.of("ACTIVITY_CORE_FAILPOINT", "after-start")))
        .hasMessage("ACTIVITY_CORE_FAILPOINT=after-start needs ACTIVITY_CORE_FAILPOINT_FILE");
  }

  @Test
  void anAnnouncementThatCannotBeMadeIsRefusedAtOnce() {
    Path nowhere = announcement.resolve("no/such/folder");
    assertThatThrownBy(
            () -> new FailpointSource(source, Failpoint.AFTER_START, nowhere, delivery -> true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(nowhere.getParent() + " is no folder");
  }

  private void run(Map<String, String> environment, DeliveryListener listener) {
    var unused = Failpoints.from(environment).decorate(source).subscribe(listener);
    assertThat(Failpoints.from(environment).decorate(source).name()).isEqualTo("list");
  }

  private CompletableFuture<Settlement> acknowledge(Delivery delivery) {
    seen.add(text(delivery));
    return CompletableFuture.completedFuture(Settlement.ACK);
  }

  private static String text(Delivery delivery) {
    return new String(delivery.body(), StandardCharsets.UTF_8);
  }
}
