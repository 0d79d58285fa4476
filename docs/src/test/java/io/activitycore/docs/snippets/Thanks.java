package io.activitycore.docs.snippets;

import io.activitycore.handler.OnEvent;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskHandler;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The five-line case. */
public class Thanks {

  private final List<String> sent = new CopyOnWriteArrayList<>();

  /** Nobody thanked yet. */
  public Thanks() {}

  // tag::handler
  public record Order(@NotBlank String mail, double total) {}

  @TaskHandler("mail.thanks")
  @OnEvent(value = "shop.order.placed", where = "payload.total > 1000")
  public void thank(Order order, TaskContext context) {
    sent.add(order.mail() + " " + context.taskInstanceId());
  }

  // end::handler

  List<String> sent() {
    return List.copyOf(sent);
  }
}
