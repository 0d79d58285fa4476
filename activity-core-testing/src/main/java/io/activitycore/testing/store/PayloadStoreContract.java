package io.activitycore.testing.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.activitycore.spi.PayloadStore;
import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of a payload store. */
public abstract class PayloadStoreContract {

  private final String tenant =
      "t" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);

  /** For the store's tests. */
  protected PayloadStoreContract() {}

  /** The store under test. */
  protected abstract PayloadStore payloads();

  @Test
  @DisplayName("P01 What was put is found under its reference, and may be put again")
  void found() {
    byte[] content = ("\"" + "x".repeat(3_000_000) + "\"").getBytes(StandardCharsets.UTF_8);
    String reference = payloads().put(tenant, content);
    assertThat(payloads().get(tenant, reference)).isEqualTo(content);
    assertThat(payloads().get(tenant, payloads().put(tenant, content))).isEqualTo(content);
  }

  @Test
  @DisplayName("P02 Another tenant does not find it")
  void tenants() {
    String reference = payloads().put(tenant, "{}".getBytes(StandardCharsets.UTF_8));
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> payloads().get(tenant + "x", reference));
    assertThatExceptionOfType(NoSuchElementException.class)
        .isThrownBy(() -> payloads().get(tenant, "no such reference"));
  }
}
