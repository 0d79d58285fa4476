package io.activitycore.docs.snippets;

import io.activitycore.engine.ActivityCore;
import io.activitycore.handler.TaskContext;
import io.activitycore.handler.TaskHandler;
import io.activitycore.intake.EventSampling;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.time.Duration;

/** What the page on PostgreSQL shows of a handler that writes in its task's transaction. */
final class PostgresGuide {

  private PostgresGuide() {}

  // tag::transaction
  public record Booking(String account, long cents) {}

  public record Booked(String entry) {}

  public static final class Ledger {
    @TaskHandler("ledger.book")
    public Booked book(Booking booking, TaskContext context) throws Exception {
      return context
          .transaction()
          .call(
              Connection.class,
              Booked.class,
              connection -> {
                try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO booking VALUES (?, ?, ?)")) {
                  insert.setString(1, context.taskInstanceId());
                  insert.setString(2, booking.account());
                  insert.setLong(3, booking.cents());
                  insert.executeUpdate();
                }
                return new Booked(context.taskInstanceId());
              });
    }
  }

  // end::transaction

  static void keep(ActivityCore.Builder builder) {
    // tag::events
    builder.keepEvents(
        EventSampling.NONE
            .ofType("shop.order.placed", 1, Duration.ofDays(90))
            .ofSource("https://sensors.example.com", 0.001, Duration.ofDays(7))
            .ofOthers(0.05, Duration.ofDays(30)));
    // end::events
  }
}
