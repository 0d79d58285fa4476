package io.activitycore.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.activitycore.spi.TestBrokerProvider.Mode;
import io.activitycore.spi.TestBrokerProvider.TestBroker;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokersTest {

  private static final String MINE = "activity-core.adapters.test.";

  @Test
  void oneLinePicksTheAdapterAndItsSettingsAreItsOwn() {
    Broker broker =
        Brokers.from(
            Map.of(
                "activity-core.broker",
                "test",
                MINE + "url",
                "x://y",
                MINE + "limit",
                "7",
                MINE + "wait",
                "30s",
                MINE + "mode",
                "check-only",
                MINE + "client.security.protocol",
                "SSL",
                "activity-core.adapters.other.url",
                "ignored",
                "spring.application.name",
                "ignored"));

    assertThat(broker)
        .isEqualTo(
            new TestBroker(
                "x://y",
                7,
                Duration.ofSeconds(30),
                Mode.CHECK_ONLY,
                Map.of("security.protocol", "SSL")));
  }

  @Test
  void propertiesWorkTooWithTheirDefaults() {
    Properties defaults = new Properties();
    defaults.setProperty("activity-core.broker", " test ");
    Properties properties = new Properties(defaults);
    properties.setProperty(MINE + "url", "u");

    assertThat(Brokers.from(properties)).extracting("url").isEqualTo("u");
  }

  @Test
  void aMissingOrUnknownNameIsAnErrorThatListsTheAdapters() {
    assertThatExceptionOfType(BrokerSettingsException.class)
        .isThrownBy(() -> Brokers.from(Map.of()))
        .withMessage("activity-core.broker is not set: expected one of test");
    assertThatExceptionOfType(BrokerSettingsException.class)
        .isThrownBy(() -> Brokers.create("carrier-pigeon", Map.of()))
        .withMessage("activity-core.broker: no adapter 'carrier-pigeon': expected one of test");
  }

  @Test
  void anUnknownKeyIsAnErrorThatListsTheKnownOnes() {
    assertThatExceptionOfType(BrokerSettingsException.class)
        .isThrownBy(() -> Brokers.create("test", Map.of(MINE + "ulr", "x")))
        .withMessage(
            "unknown setting activity-core.adapters.test.ulr: expected below"
                + " activity-core.adapters.test. client.*, limit, mode, url, wait");
  }

  @ParameterizedTest
  @CsvSource({
    "limit, many, a whole number",
    "wait, 30 seconds, 'a duration such as 30s, 5m or PT5M'",
    "mode, CHECK, 'one of check-only, declare'"
  })
  void aWrongValueIsAnErrorThatNamesTheKeyAndWhatWasExpected(
      String key, String value, String expected) {
    assertThatExceptionOfType(BrokerSettingsException.class)
        .isThrownBy(() -> Brokers.create("test", Map.of(MINE + key, value)))
        .withMessage(MINE + key + ": expected " + expected + ", got '" + value + "'");
  }
}
