package io.activitycore.nats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {

  @ParameterizedTest
  @CsvSource({
    "shop.order.placed, p.shop.order.placed",
    "shop..placed, p.shop._.placed",
    "'', p._",
    "a b*c>d, p.a_b_c_d",
    "Gr\u00fc\u00dfe.\ud83d\ude00, p.Gr__e._",
    "., p._._",
  })
  void a_type_becomes_legal_subject_tokens(String type, String subject) {
    assertThat(Names.subject("p", type)).isEqualTo(subject);
  }

  @ParameterizedTest
  @CsvSource({
    "a.>, a.>, true",
    "a.>, a.b.>, true",
    ">, a.>, true",
    "a.*, a.b, true",
    "a.*, a.>, false",
    "a.b, a.*, false",
    "a.*.c, a.*.c, true",
    "a.>, a, false",
    "a, a.b, false",
    "a.b.>, a.>, false",
  })
  void a_filter_covers_what_it_matches(String pattern, String subject, boolean covers) {
    assertThat(Names.covers(pattern, subject)).isEqualTo(covers);
  }

  @Test
  void header_text_is_one_line_of_ascii_of_bounded_length() {
    assertThat(Names.header("a\r\n\u00e4\tb")).isEqualTo("a\\u000d\\u000a\\u00e4\\u0009b");
    assertThat(Names.header("x".repeat(5_000))).hasSize(Names.MAX_HEADER);
  }

  @Test
  void an_id_that_no_header_can_hold_is_hashed() {
    assertThat(Names.messageId("https://shop#1")).isEqualTo("https://shop#1");
    assertThat(Names.messageId("a b")).matches("sha256-[0-9a-f]{64}");
    assertThat(Names.messageId("x".repeat(201))).matches("sha256-[0-9a-f]{64}");
    assertThat(Names.messageId("a b")).isNotEqualTo(Names.messageId("a  b"));
  }
}
