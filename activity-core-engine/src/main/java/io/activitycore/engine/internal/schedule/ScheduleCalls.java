package io.activitycore.engine.internal.schedule;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import io.activitycore.engine.internal.dispatch.UnavailableException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Memo;
import io.temporal.api.common.v1.SearchAttributes;
import io.temporal.api.schedule.v1.Schedule;
import io.temporal.api.schedule.v1.ScheduleListEntry;
import io.temporal.api.schedule.v1.SchedulePatch;
import io.temporal.api.workflowservice.v1.CreateScheduleRequest;
import io.temporal.api.workflowservice.v1.DeleteScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleRequest;
import io.temporal.api.workflowservice.v1.DescribeScheduleResponse;
import io.temporal.api.workflowservice.v1.ListScheduleMatchingTimesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesRequest;
import io.temporal.api.workflowservice.v1.ListSchedulesResponse;
import io.temporal.api.workflowservice.v1.PatchScheduleRequest;
import io.temporal.api.workflowservice.v1.UpdateScheduleRequest;
import io.temporal.api.workflowservice.v1.WorkflowServiceGrpc.WorkflowServiceBlockingStub;
import io.temporal.client.WorkflowClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Requests to Temporal about schedules. Thread-safe. What does not answer is an {@link
 * UnavailableException}: ask again.
 */
final class ScheduleCalls {

  private static final long LONGEST_SECONDS = 10;
  private static final int PAGE = 1000;
  private static final int ATTEMPTS = 20;
  private static final int DOUBLINGS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(30);

  private final WorkflowClient client;
  private final String namespace;
  private final String identity;

  ScheduleCalls(WorkflowClient client) {
    this.client = client;
    this.namespace = client.getOptions().getNamespace();
    this.identity = client.getOptions().getIdentity();
  }

  private WorkflowServiceBlockingStub stub() {
    return client
        .getWorkflowServiceStubs()
        .blockingStub()
        .withDeadlineAfter(LONGEST_SECONDS, TimeUnit.SECONDS);
  }

  /** Every schedule of the namespace, page by page. */
  void list(Consumer<ScheduleListEntry> each) {
    ByteString page = ByteString.EMPTY;
    do {
      ListSchedulesRequest request =
          ListSchedulesRequest.newBuilder()
              .setNamespace(namespace)
              .setMaximumPageSize(PAGE)
              .setNextPageToken(page)
              .build();
      ListSchedulesResponse response =
          ask("schedules were not listed", () -> stub().listSchedules(request));
      response.getSchedulesList().forEach(each);
      page = response.getNextPageToken();
    } while (!page.isEmpty());
  }

  /** A schedule; empty when there is none. */
  Optional<DescribeScheduleResponse> describe(String id) {
    DescribeScheduleRequest request =
        DescribeScheduleRequest.newBuilder().setNamespace(namespace).setScheduleId(id).build();
    try {
      return Optional.of(busy(() -> stub().describeSchedule(request)));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw unavailable(id + " was not described", e);
    }
  }

  /** Creates a schedule; false when it was there before. */
  boolean create(String id, Schedule schedule, Memo memo, SearchAttributes attributes) {
    CreateScheduleRequest request =
        CreateScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(id)
            .setSchedule(schedule)
            .setMemo(memo)
            .setSearchAttributes(attributes)
            .setIdentity(identity)
            .setRequestId(UUID.randomUUID().toString())
            .build();
    try {
      busy(() -> stub().createSchedule(request));
      return true;
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.ALREADY_EXISTS) {
        return false;
      }
      throw unavailable(id + " was not created", e);
    }
  }

  /**
   * Changes a schedule, unless it is not any more as it was described: the server does not say
   * which.
   */
  void update(String id, Schedule schedule, ByteString described) {
    UpdateScheduleRequest request =
        UpdateScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(id)
            .setSchedule(schedule)
            .setConflictToken(described)
            .setIdentity(identity)
            .setRequestId(UUID.randomUUID().toString())
            .build();
    try {
      busy(() -> stub().updateSchedule(request));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.FAILED_PRECONDITION
          && e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw unavailable(id + " was not changed", e);
      }
    }
  }

  /** Pauses, resumes, or asks for ticks. */
  void patch(String id, SchedulePatch patch) {
    PatchScheduleRequest request =
        PatchScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(id)
            .setPatch(patch)
            .setIdentity(identity)
            .setRequestId(UUID.randomUUID().toString())
            .build();
    ask(id + " was not changed", () -> stub().patchSchedule(request));
  }

  /** Deletes a schedule; one that is gone is no error. */
  void delete(String id) {
    DeleteScheduleRequest request =
        DeleteScheduleRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(id)
            .setIdentity(identity)
            .build();
    try {
      busy(() -> stub().deleteSchedule(request));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() != Status.Code.NOT_FOUND) {
        throw unavailable(id + " was not deleted", e);
      }
    }
  }

  /** Its first ticks between two instants, both inclusive: at most 1,000. */
  List<Instant> matching(String id, Instant from, Instant to) {
    ListScheduleMatchingTimesRequest request =
        ListScheduleMatchingTimesRequest.newBuilder()
            .setNamespace(namespace)
            .setScheduleId(id)
            // The server leaves out the start.
            .setStartTime(timestamp(from.minusNanos(1)))
            .setEndTime(timestamp(to))
            .build();
    return ask(id + " did not say its ticks", () -> stub().listScheduleMatchingTimes(request))
        .getStartTimeList()
        .stream()
        .map(ScheduleCalls::instant)
        .toList();
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Instant instant(Timestamp timestamp) {
    return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
  }

  private static <T> T ask(String what, Supplier<T> call) {
    try {
      return busy(call);
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        throw new IllegalArgumentException(what + ": there is no such schedule", e);
      }
      throw unavailable(what, e);
    }
  }

  /** A schedule answers only so many questions at once; who is refused asks again. */
  private static <T> T busy(Supplier<T> call) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.get();
      } catch (StatusRuntimeException e) {
        if (e.getStatus().getCode() != Status.Code.RESOURCE_EXHAUSTED || attempt == ATTEMPTS) {
          throw e;
        }
        long most = FIRST_PAUSE.toNanos() << Math.min(attempt, DOUBLINGS);
        LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(FIRST_PAUSE.toNanos(), most));
      }
    }
  }

  private static UnavailableException unavailable(String what, StatusRuntimeException e) {
    return new UnavailableException(what + ": " + e.getMessage(), e);
  }
}
