package io.activitycore.testing;

import io.activitycore.spi.Settlement;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/** A child JVM that takes two events and then waits to be killed. */
final class FailpointMain {
  private FailpointMain() {}

  public static void main(String[] arguments) throws InterruptedException {
    System.out.println("arguments " + String.join(",", arguments));
    var unused =
        Failpoints.fromEnvironment()
            .decorate(new ListSource("first", "second"))
            .subscribe(
                delivery -> {
                  System.out.println(
                      "started " + new String(delivery.body(), StandardCharsets.UTF_8));
                  return CompletableFuture.completedFuture(Settlement.ACK);
                });
    System.out.println("waiting");
    new CountDownLatch(1).await();
  }
}
