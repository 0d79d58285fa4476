package io.activitycore.engine.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkflowIdsTest {

  private static final String DEFAULT = "default";

  @Test
  void each_way_to_start_has_its_own_form() {
    Instant tick = Instant.parse("2026-01-31T09:00:00Z");

    assertThat(WorkflowIds.forEvent(DEFAULT, "a", "e-1")).isEqualTo("activity-a:e-1");
    assertThat(WorkflowIds.forSchedule(DEFAULT, "a", tick))
        .isEqualTo("activity-a-2026-01-31T09:00:00Z");
    assertThat(WorkflowIds.forManual(DEFAULT, "a", "k")).isEqualTo("activity-a:manual-k");
    assertThat(WorkflowIds.forKey(DEFAULT, "a", "k")).isEqualTo("activity-a:key-k");
  }

  @Test
  void another_tenant_stands_before_the_activity() {
    Instant tick = Instant.parse("2026-01-31T09:00:00Z");

    assertThat(WorkflowIds.forEvent("acme", "a", "e-1")).isEqualTo("activity-acme~a:e-1");
    assertThat(WorkflowIds.forSchedule("acme", "a", tick))
        .isEqualTo("activity-acme~a-2026-01-31T09:00:00Z");
  }

  @Test
  void an_id_of_200_bytes_stays_and_a_longer_one_is_hashed() {
    String longest = "x".repeat(200 - "activity-a:".length());

    assertThat(WorkflowIds.forEvent(DEFAULT, "a", longest)).hasSize(200).endsWith(longest);
    assertThat(WorkflowIds.forEvent(DEFAULT, "a", longest + "x"))
        .matches("activity-a:sha256-[0-9a-f]{64}");
  }

  @Test
  void the_hash_is_of_the_last_parts_bytes() {
    // printf 'é' | sha256sum
    assertThat(WorkflowIds.forEvent(DEFAULT, "a", "é"))
        .isEqualTo(
            "activity-a:sha256-4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "~", "!", "sha256-x", "manual-x"})
  void printable_text_stays(String id) {
    assertThat(WorkflowIds.forEvent(DEFAULT, "a", id)).isEqualTo("activity-a:" + id);
  }

  @Test
  void a_key_and_its_prefix_are_hashed_together() {
    String key = "ü";

    assertThat(WorkflowIds.forManual(DEFAULT, "a", key))
        .startsWith("activity-a:sha256-")
        .isNotEqualTo(WorkflowIds.forKey(DEFAULT, "a", key))
        .isNotEqualTo(WorkflowIds.forEvent(DEFAULT, "a", key));
  }

  @Test
  void an_id_says_what_started_its_run() {
    for (String tenant : List.of("default", "acme")) {
      assertThat(WorkflowIds.occasion(tenant, "a", WorkflowIds.forEvent(tenant, "a", "x:-1/y")))
          .isEqualTo(new WorkflowIds.Occasion("event", "x:-1/y"));
      assertThat(WorkflowIds.occasion(tenant, "a", WorkflowIds.forManual(tenant, "a", "k")))
          .isEqualTo(new WorkflowIds.Occasion("manual", "k"));
      assertThat(WorkflowIds.occasion(tenant, "a", WorkflowIds.forChild(tenant, "a", "n")))
          .isEqualTo(new WorkflowIds.Occasion("run", "n"));
      assertThat(
              WorkflowIds.occasion(
                  tenant, "a", WorkflowIds.forTick(tenant, "a", "2026-11-21T09:00:00Z")))
          .isEqualTo(new WorkflowIds.Occasion("schedule", "2026-11-21T09:00:00Z"));
    }
    assertThat(WorkflowIds.occasion("default", "a", WorkflowIds.forEvent("default", "a", "ä")))
        .as("of such an id only the hash is there: the header says it")
        .isNotEqualTo(new WorkflowIds.Occasion("event", "ä"));
  }
}
