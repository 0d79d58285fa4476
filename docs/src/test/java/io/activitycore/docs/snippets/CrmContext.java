package io.activitycore.docs.snippets;

import io.activitycore.handler.ContextResolver;
import jakarta.validation.constraints.NotBlank;
import java.util.Map;

// tag::resolver
public class CrmContext {

  public record CustomerId(@NotBlank String id) {}

  public record Customer(String name, String tier) {}

  private final Map<String, Customer> customers = Map.of("c-1", new Customer("Ada", "gold"));

  @ContextResolver("crm.customer")
  public Customer customer(CustomerId customer) {
    return customers.getOrDefault(customer.id(), new Customer("customer", "none"));
  }
}
// end::resolver
