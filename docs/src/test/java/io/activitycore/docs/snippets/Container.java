package io.activitycore.docs.snippets;

/** Stands for Guice's injector, Spring's context or CDI. */
final class Container {

  private final Payments payments;

  Container(Payments payments) {
    this.payments = payments;
  }

  <T> T getInstance(Class<T> type) {
    return type.cast(new ShopTasks(payments));
  }
}
