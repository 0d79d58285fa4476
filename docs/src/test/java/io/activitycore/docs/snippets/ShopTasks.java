package io.activitycore.docs.snippets;

import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskHandler;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;

// tag::handlers
public class ShopTasks {

  public record Charge(@NotBlank String order, @Positive double amount) {}

  public record Receipt(String receipt) {}

  private final Payments payments;

  public ShopTasks(Payments payments) {
    this.payments = payments;
  }

  @TaskHandler("billing.charge")
  public Receipt charge(Charge charge, TaskContext context) {
    return new Receipt(payments.pay(charge.amount(), context.taskInstanceId()));
  }
}
// end::handlers
