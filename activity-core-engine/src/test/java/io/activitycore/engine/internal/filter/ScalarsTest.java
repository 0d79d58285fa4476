package io.activitycore.engine.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BigIntegerNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.FloatNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ShortNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScalarsTest {
  @Test
  void a_number_has_one_key_however_it_is_held() {
    List<JsonNode> ones =
        List.of(
            IntNode.valueOf(1),
            LongNode.valueOf(1),
            ShortNode.valueOf((short) 1),
            DoubleNode.valueOf(1),
            FloatNode.valueOf(1),
            BigIntegerNode.valueOf(BigInteger.ONE),
            DecimalNode.valueOf(new BigDecimal("1.000")),
            DecimalNode.valueOf(new BigDecimal("1e0")));
    assertThat(ones).extracting(Scalars::key).containsOnly(Scalars.key(IntNode.valueOf(1)));
    assertThat(Scalars.key(FloatNode.valueOf(0.1f)))
        .isEqualTo(Scalars.key(DoubleNode.valueOf(0.1)));
    assertThat(Scalars.key(DoubleNode.valueOf(-0.0))).isEqualTo(Scalars.key(IntNode.valueOf(0)));
  }

  @Test
  void numbers_beyond_double_precision_are_told_apart_by_value() {
    JsonNode whole = BigIntegerNode.valueOf(new BigInteger("12345678901234567890"));
    JsonNode decimal = DecimalNode.valueOf(new BigDecimal("1234567890123456789.00e1"));
    JsonNode next = BigIntegerNode.valueOf(new BigInteger("12345678901234567891"));
    assertThat(Scalars.key(whole))
        .isEqualTo(Scalars.key(decimal))
        .hasSameHashCodeAs(Scalars.key(decimal));
    assertThat(Scalars.key(whole)).isNotEqualTo(Scalars.key(next));
    assertThat(Scalars.key(LongNode.valueOf((1L << 53) + 1)))
        .isNotEqualTo(Scalars.key(LongNode.valueOf(1L << 53)));
    assertThat(Scalars.comparable(whole)).isNaN();
  }

  @Test
  void huge_exponents_and_what_is_no_number_do_no_harm() {
    JsonNode huge = DecimalNode.valueOf(new BigDecimal("1e999999999"));
    assertThat(Scalars.comparable(huge)).isNaN();
    assertThat(Scalars.key(huge))
        .isEqualTo(Scalars.key(DecimalNode.valueOf(new BigDecimal("10e999999998"))));
    assertThat(Scalars.comparable(DecimalNode.valueOf(new BigDecimal("1e-999999999")))).isNaN();
    assertThat(Scalars.comparable(DoubleNode.valueOf(Double.NaN))).isNaN();
    assertThat(Scalars.comparable(FloatNode.valueOf(Float.POSITIVE_INFINITY))).isNaN();
    assertThat(Scalars.key(DoubleNode.valueOf(Double.NaN)))
        .isEqualTo(DoubleNode.valueOf(Double.NaN));
    assertThat(Scalars.key(TextNode.valueOf("1"))).isNotEqualTo(Scalars.key(IntNode.valueOf(1)));
  }
}
