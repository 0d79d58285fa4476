package io.activitycore.benchmarks.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.benchmarks.endtoend.HandWritten.HandleOrder;
import io.activitycore.benchmarks.endtoend.HandWritten.Orders;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowSemaphore;
import java.util.ArrayList;
import java.util.List;

/** The hand-written workflow of each {@link Shape}. */
final class HandWrittenShapes {

  private HandWrittenShapes() {}

  static Class<? extends HandleOrder> of(Shape shape) {
    return switch (shape) {
      case ONE -> One.class;
      case SEQUENCE -> Sequence.class;
      case DIAMOND -> Diamond.class;
      case FAN_OUT -> FanOut.class;
    };
  }

  private static JsonNode after(JsonNode earlier) {
    return order(earlier.path("id"));
  }

  private static JsonNode order(JsonNode id) {
    return JsonNodeFactory.instance.objectNode().set("order_id", id);
  }

  /** One call. */
  public static final class One implements HandleOrder {
    private final Orders orders = HandWritten.orders();

    @Override
    public JsonNode run(JsonNode event) {
      return orders.handleOrderPayload(event.path("payload"));
    }
  }

  /** Three calls. */
  public static final class Sequence implements HandleOrder {
    private final Orders orders = HandWritten.orders();

    @Override
    public JsonNode run(JsonNode event) {
      JsonNode first = orders.handleOrderPayload(event.path("payload"));
      JsonNode second = orders.handleOrderPayload(after(first));
      return orders.handleOrderPayload(after(second));
    }
  }

  /** One call, some beside each other, one call. */
  public static final class Diamond implements HandleOrder {
    private final Orders orders = HandWritten.orders();

    @Override
    public JsonNode run(JsonNode event) {
      JsonNode first = orders.handleOrderPayload(event.path("payload"));
      List<Promise<JsonNode>> branches = new ArrayList<>();
      for (int i = 0; i < Shape.BRANCHES; i++) {
        branches.add(Async.function(orders::handleOrderPayload, after(first)));
      }
      Promise.allOf(branches).get();
      return orders.handleOrderPayload(after(first));
    }
  }

  /** Many calls, some at once. */
  public static final class FanOut implements HandleOrder {
    private final Orders orders = HandWritten.orders();

    @Override
    public JsonNode run(JsonNode event) {
      WorkflowSemaphore free = Workflow.newWorkflowSemaphore(Shape.AT_ONCE);
      List<Promise<JsonNode>> all = new ArrayList<>();
      for (JsonNode number : event.path("payload").path("numbers")) {
        free.acquire();
        all.add(
            Async.function(orders::handleOrderPayload, order(number))
                .handle(
                    (result, failure) -> {
                      free.release();
                      if (failure != null) {
                        throw failure;
                      }
                      return result;
                    }));
      }
      Promise.allOf(all).get();
      return JsonNodeFactory.instance.objectNode().put("handled", all.size());
    }
  }
}
