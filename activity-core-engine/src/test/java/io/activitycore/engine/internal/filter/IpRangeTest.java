package io.activitycore.engine.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {
  @Test
  void networks_hold_the_addresses_that_event_ruler_finds_in_them() throws Exception {
    long seed = Long.getLong("filters.seed", 20261121L);
    Random random = new Random(seed);
    for (int i = 0; i < 1_500; i++) {
      boolean v4 = random.nextBoolean();
      String address = v4 ? v4(random) : v6(random);
      String network = address + '/' + random.nextInt(v4 ? 32 : 128);
      String other = random.nextBoolean() ? v4 ? v4(random) : v6(random) : near(address, random);
      assertThat(IpRange.ofCidr(network).contains(other))
          .as("seed %d, %s in %s", seed, other, network)
          .isEqualTo(ruler("cidr", network, other));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1::",
        "::",
        "::1",
        "1::2:3",
        "1:2:3:4:5:6:7::",
        "::2:3:4:5:6:7:8",
        "1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "1:2",
        "1::2::3",
        ":::",
        ":",
        "1:",
        ":1",
        "00001::",
        "fffff::",
        "::ffff:a00:1",
        "::FFFF:0A00:0001",
        "g::",
        "1:2:3:4:5:6:7:8:9",
        "010.0.0.1",
        "0010.0.0.1",
        "1.2.3.",
        "1.2.3",
        ".1.2.3",
        "1..2.3",
        "1.2.3.4.5",
        "000000001.0.0.1",
        "::1.2.3.4",
        "",
        "x"
      })
  void the_spelling_of_an_address_is_read_as_event_ruler_reads_it(String text) throws Exception {
    for (String network :
        new String[] {"0.0.0.0/0", "10.0.0.0/8", "::/0", "::/16", "0:0:0:4::/63"}) {
      boolean sameFamily =
          network.contains(":")
              == (text.contains(":") && !text.toLowerCase(java.util.Locale.ROOT).contains("ffff:"));
      if (sameFamily) {
        assertThat(IpRange.ofCidr(network).contains(text))
            .as(network)
            .isEqualTo(ruler("cidr", network, text));
      }
    }
  }

  private static boolean ruler(String operator, String operand, String value) throws Exception {
    ObjectNode pattern = JsonNodeFactory.instance.objectNode();
    pattern.withArray("a").addObject().put(operator, operand);
    return new Ruler(pattern).matches(JsonNodeFactory.instance.objectNode().put("a", value));
  }

  private static String v4(Random random) {
    return IntStream.range(0, 4)
        .mapToObj(i -> String.valueOf(random.nextInt(256)))
        .collect(Collectors.joining("."));
  }

  private static String v6(Random random) {
    return IntStream.range(0, 8)
        .mapToObj(i -> Integer.toHexString(1 + random.nextInt(random.nextBoolean() ? 2 : 0xFFFE)))
        .collect(Collectors.joining(":"));
  }

  /** Another address with the same beginning. */
  private static String near(String address, Random random) {
    String separator = address.contains(".") ? "." : ":";
    String[] parts = address.split(separator.equals(".") ? "\\." : ":", -1);
    for (int i = random.nextInt(parts.length); i < parts.length; i++) {
      parts[i] = String.valueOf(random.nextInt(256));
    }
    return String.join(separator, parts);
  }
}
