package io.activitycore.testing.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.spi.ParkedEvents;
import io.activitycore.spi.ParkedEvents.Parked;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of what keeps the events of disabled definitions. */
public abstract class ParkedEventsContract extends StoreSuite {

  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final Duration LIMIT = Duration.ofSeconds(20);

  /** For the store's tests. */
  protected ParkedEventsContract() {}

  private ParkedEvents parked() {
    return store().parked();
  }

  private void park(String activityId, String... ids) {
    parked()
        .park(
            List.of(ids).stream()
                .map(id -> new Parked(tenant(), activityId, event(id, "t")))
                .toList());
  }

  private List<String> claim(String activityId, int limit, Duration lease) {
    return parked().claim(tenant(), activityId, limit, lease).stream()
        .map(one -> one.event().eventId().substring(tenant().length() + 1))
        .toList();
  }

  private void released(String activityId, String... ids) {
    parked()
        .released(
            tenant(), activityId, List.of(ids).stream().map(id -> tenant() + "/" + id).toList());
  }

  @Test
  @DisplayName("K01 Events come back whole, in the order in which they came")
  void inOrder() {
    String[] ids = IntStream.range(0, 30).mapToObj(i -> "e" + (97 * i) % 31).toArray(String[]::new);
    park("a", ids);
    park("a", "last");

    assertThat(claim("a", 10, LEASE))
        .containsExactly(List.of(ids).subList(0, 10).toArray(String[]::new));
    released("a", List.of(ids).subList(0, 10).toArray(String[]::new));
    assertThat(claim("a", 100, LEASE)).hasSize(21).endsWith("last");
    assertThat(parked().claim(tenant(), "a", 1, LEASE)).isEmpty();
  }

  @Test
  @DisplayName("K02 An event that is parked twice is kept once, where it was first")
  void once() {
    park("a", "e1", "e2");
    park("a", "e1");

    assertThat(claim("a", 10, LEASE)).containsExactly("e1", "e2");
  }

  @Test
  @DisplayName("K03 What is claimed is nobody else's until it is released, or the lease is over")
  void leased() {
    park("a", "e1", "e2");
    assertThat(claim("a", 1, LEASE)).containsExactly("e1");
    assertThat(claim("a", 1, LEASE)).isEmpty();
    released("a");
    assertThat(claim("a", 1, SHORT)).containsExactly("e1");

    Instant end = Instant.now().plus(LIMIT);
    List<String> again = List.of();
    while (again.isEmpty() && Instant.now().isBefore(end)) {
      again = claim("a", 1, LEASE);
    }
    assertThat(again).containsExactly("e1");
  }

  @Test
  @DisplayName("K04 Of several at once, one gets the events")
  void oneClaims() {
    park("a", "e1");
    List<List<String>> got = atOnce(8, () -> claim("a", 10, LEASE));
    assertThat(got.stream().filter(ids -> !ids.isEmpty())).hasSize(1);
  }

  @Test
  @DisplayName("K05 Activities and tenants have their own")
  void apart() {
    park("a", "e1");
    park("b", "e1", "e2");

    assertThat(claim("a", 10, LEASE)).containsExactly("e1");
    released("a", "e1");
    assertThat(parked().any(tenant(), "a")).isFalse();
    assertThat(parked().any(tenant(), "b")).isTrue();
    assertThat(parked().any(tenant() + "x", "b")).isFalse();
    assertThat(claim("b", 10, LEASE)).containsExactly("e1", "e2");
  }

  @Test
  @DisplayName("K06 They are counted by activity until they are released")
  void counted() {
    park("a", "e1");
    park("b", "e1", "e2");
    assertThat(parked().counts(tenant())).isEqualTo(Map.of("a", 1L, "b", 2L));
    assertThat(parked().counts(tenant() + "x")).isEmpty();

    claim("b", 10, LEASE);
    assertThat(parked().counts(tenant())).containsEntry("b", 2L);
    released("a", "e1");
    released("b", "e1");
    assertThat(parked().counts(tenant())).isEqualTo(Map.of("b", 1L));
  }
}
