package io.activitycore.engine.internal.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.engine.internal.task.TaskHeader.Brief;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The header is short, and nothing of it is lost. */
class TaskHeaderTest {

  private static final String DAILY = "activity-a:event-1";

  @Test
  void most_tasks_say_their_key_only() throws Exception {
    Brief brief =
        new TaskHeader(DAILY + "/send[17]", "a", "send", null, null, null, null).in(DAILY);

    assertThat(new ObjectMapper().writeValueAsString(brief)).isEqualTo("{\"key\":\"send[17]\"}");
  }

  /** Of an event, of a redrive, of a tenant, by hand, of a tick, in a long-lived run. */
  @ParameterizedTest
  @CsvSource({
    "activity-a:event-1, activity-a:event-1, a, send, send",
    "activity-a:event-1~r2, activity-a:event-1, a, send[3], send",
    "activity-a:event-1~r12, activity-a:event-1, a, send[3]~r2, send",
    "activity-a:manual-x~r2, activity-a:manual-x~r2, a, send, send",
    "activity-t~a:event-1, activity-t~a:event-1, a, send~compensate, send",
    "activity-a:run-x/y, activity-a:run-x/y, a, send, send",
    "activity-a-2026-03-01T09:00:00Z, activity-a-2026-03-01T09:00:00Z, a, send, send",
    "activity-a:key-k, activity-a:event-7, a, send, send",
    "somebody-elses, activity-a:event-7, a, send, another",
  })
  void what_is_left_out_is_read_off_the_workflow_id(
      String workflowId, String base, String activity, String key, String node) {
    TaskHeader header = new TaskHeader(base + "/" + key, activity, node, null, null, null, null);
    TaskHeader all =
        new TaskHeader(base + "/" + key, activity, node, "00-aa-bb-01", 1000, "event", "e-1");

    assertThat(header.in(workflowId).of(workflowId)).isEqualTo(header);
    assertThat(all.in(workflowId).of(workflowId)).isEqualTo(all);
  }
}
