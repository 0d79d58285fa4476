package io.activitycore.samples.quickstart;

import io.activitycore.handler.ContextResolver;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskHandler;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.util.Locale;
import java.util.Map;

/** The handlers of the sample shop: each pretends to call a service. */
public final class ShopTasks {

  private static final Map<String, Customer> CUSTOMERS =
      Map.of(
          "c-1", new Customer("Ada", "ada@example.com", "gold"),
          "c-2", new Customer("Ben", "ben@example.com", "silver"));

  /** Without state. */
  public ShopTasks() {}

  /** A customer's id. */
  public record CustomerId(@NotBlank String id) {}

  /** A customer, as the customer system knows it. */
  public record Customer(String name, String email, String tier) {}

  /** Looks a customer up. */
  @ContextResolver("crm.customer")
  public Customer customer(CustomerId customer) {
    return CUSTOMERS.getOrDefault(
        customer.id(), new Customer("customer", "nobody@example.com", "none"));
  }

  /** Something to reserve. */
  public record Item(@NotBlank String sku, @Positive int quantity) {}

  /** A reservation. */
  public record Reservation(String reservation) {}

  /** Reserves an item. */
  @TaskHandler("stock.reserve")
  public Reservation reserve(Item item) {
    return new Reservation(item.sku() + " x " + item.quantity());
  }

  /** An amount of an order. */
  public record Charge(@NotBlank String order, @Positive double amount) {}

  /** A receipt. */
  public record Receipt(String receipt) {}

  /**
   * Charges; a real one would hand the task instance id to the payment service as its idempotency
   * key.
   */
  @TaskHandler("billing.charge")
  public Receipt charge(Charge charge, TaskContext context) {
    return new Receipt("receipt " + Integer.toHexString(context.taskInstanceId().hashCode()));
  }

  /** An order. */
  public record Order(@NotBlank String order) {}

  /** Adds a gift. */
  @TaskHandler("gift.add")
  public Map<String, String> gift(Order order) {
    return Map.of("gift", "a postcard for " + order.order());
  }

  /** A mail. */
  public record Mail(@NotBlank String to, @NotBlank String text) {}

  /** Sends a mail. */
  @TaskHandler("mail.send")
  public void send(Mail mail) {
    // A real one would call the mail service.
  }

  /** An order with its total. */
  public record Total(@NotBlank String order, double total) {}

  /** Scores a risk. */
  @TaskHandler("risk.score")
  public Map<String, Long> score(Total total) {
    return Map.of("value", Math.round(total.total() / 100));
  }

  /** An issue. */
  public record Issue(long number, @NotBlank String title) {}

  /** Labels an issue. */
  @TaskHandler("issue.label")
  public Map<String, String> label(Issue issue) {
    boolean bug = issue.title().toLowerCase(Locale.ROOT).matches(".*(fail|error|bug|flicker).*");
    return Map.of("label", bug ? "bug" : "question");
  }
}
