package io.activitycore.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

  private final List<String> told = new ArrayList<>();
  private final Channel channel =
      (Channel)
          Proxy.newProxyInstance(
              Channel.class.getClassLoader(),
              new Class<?>[] {Channel.class},
              (proxy, method, arguments) -> {
                told.add(arguments[0] + (arguments[1].equals(true) ? " and below" : ""));
                return null;
              });
  private final Acknowledgements due = new Acknowledgements();

  private void add(long... tags) {
    LongStream.of(tags).forEach(due::add);
  }

  @Test
  void what_lies_below_all_that_is_unsettled_is_told_in_one_word() throws IOException {
    add(3, 1, 2);
    due.tell(channel, 4);
    assertThat(told).containsExactly("3 and below");
    assertThat(due.isEmpty()).isTrue();
  }

  @Test
  void what_lies_above_something_unsettled_is_told_singly() throws IOException {
    add(5, 1, 7, 2);
    due.tell(channel, 3);
    assertThat(told).containsExactly("2 and below", "5", "7");
  }

  @Test
  void nothing_is_told_twice_or_after_its_channel_has_gone() throws IOException {
    add(1);
    due.tell(channel, Long.MAX_VALUE);
    add(2);
    due.forget();
    due.tell(channel, Long.MAX_VALUE);
    assertThat(told).containsExactly("1 and below");
  }

  @Test
  void it_is_time_before_the_server_waits_for_room() {
    assertThat(LongStream.range(0, 31).noneMatch(due::add)).isTrue();
    assertThat(due.add(31)).isTrue();
  }
}
