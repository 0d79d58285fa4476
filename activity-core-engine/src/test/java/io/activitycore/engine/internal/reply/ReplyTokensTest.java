package io.activitycore.engine.internal.reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.engine.internal.reply.ReplyToken.Verdict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyTokensTest {

  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final ReplyToken TOKEN =
      new ReplyToken("default", "activity-order:e-1/pay#ü", NOW.plusSeconds(60));
  private static final byte[] OLD = secret(1);
  private static final byte[] NEW = secret(2);

  private final ReplyTokens tokens = new ReplyTokens(List.of(OLD));

  private static byte[] secret(int fill) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) fill);
    return secret;
  }

  @Test
  void what_was_signed_is_read_until_it_expires() {
    String text = tokens.sign(TOKEN);

    assertThat(tokens.verify(text, NOW)).isEqualTo(new Verdict.Genuine(TOKEN));
    assertThat(tokens.verify(text, TOKEN.expiry().minusMillis(1)))
        .isEqualTo(new Verdict.Genuine(TOKEN));
    assertThat(tokens.verify(text, TOKEN.expiry())).isEqualTo(new Verdict.Expired(TOKEN));
    assertThat(text).matches("v1\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{43}");
    assertThat(tokens.sign(TOKEN)).isEqualTo(text);
  }

  @Test
  void no_token_with_one_character_changed_missing_or_more_is_taken() {
    for (int length = 1; length <= 6; length++) { // every rest of a division by three and by four
      String text = tokens.sign(new ReplyToken("t", "w".repeat(length), TOKEN.expiry()));
      for (int i = 0; i < text.length(); i++) {
        for (char c = 0; c < 128; c++) {
          if (c != text.charAt(i)) {
            assertRefused(text.substring(0, i) + c + text.substring(i + 1));
          }
        }
        assertRefused(text.substring(0, i) + text.substring(i + 1));
        assertRefused(text.substring(0, i));
      }
      for (char c = 0; c < 128; c++) {
        assertRefused(text + c);
      }
    }
  }

  private void assertRefused(String text) {
    assertThat(tokens.verify(text, NOW))
        .as(text)
        .isIn(new Verdict.Forged(), new Verdict.Malformed());
  }

  @Test
  void no_token_with_one_bit_of_its_claims_or_signature_changed_is_taken() {
    String[] parts = tokens.sign(TOKEN).split("\\.");
    for (int part = 1; part <= 2; part++) {
      byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
      for (int bit = 0; bit < bytes.length * 8; bit++) {
        byte[] changed = bytes.clone();
        changed[bit / 8] ^= (byte) (1 << (bit % 8));
        String[] forged = parts.clone();
        forged[part] = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);
        assertThat(tokens.verify(String.join(".", forged), NOW)).isEqualTo(new Verdict.Forged());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "v1",
        "v1.e30",
        "v2.e30.e30",
        "v1.e3.e30",
        "v1.e30.e30.e30",
        "v1.é.e30"
      })
  void what_is_no_token_is_malformed(String text) {
    assertThat(tokens.verify(text, NOW)).isEqualTo(new Verdict.Malformed());
  }

  @Test
  void claims_that_we_never_write_are_malformed_even_when_signed() throws Exception {
    for (String claims : List.of("", "[]", "{", "{\"tenant\":\"t\",\"wait\":\"w\"}")) {
      String signed =
          "v1."
              + Base64.getUrlEncoder()
                  .withoutPadding()
                  .encodeToString(claims.getBytes(StandardCharsets.UTF_8));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(OLD, "HmacSHA256"));
      String signature =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));

      assertThat(tokens.verify(signed + "." + signature, NOW)).isEqualTo(new Verdict.Malformed());
    }
  }

  @Test
  void the_first_secret_signs_and_every_one_verifies() {
    ReplyTokens rotated = new ReplyTokens(List.of(NEW, OLD));
    ReplyTokens later = new ReplyTokens(List.of(NEW));

    assertThat(rotated.verify(tokens.sign(TOKEN), NOW)).isEqualTo(new Verdict.Genuine(TOKEN));
    assertThat(later.verify(rotated.sign(TOKEN), NOW)).isEqualTo(new Verdict.Genuine(TOKEN));
    assertThat(later.verify(tokens.sign(TOKEN), NOW)).isEqualTo(new Verdict.Forged());
    assertThat(tokens.verify(rotated.sign(TOKEN), NOW)).isEqualTo(new Verdict.Forged());
  }

  @Test
  void a_secret_must_be_long_and_stays_what_it_was() {
    assertThatThrownBy(() -> new ReplyTokens(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new ReplyTokens(List.of(NEW, new byte[31])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a reply secret must be at least 32 bytes long, got 31");

    byte[] given = secret(1);
    ReplyTokens kept = new ReplyTokens(List.of(given));
    Arrays.fill(given, (byte) 0);
    assertThat(kept.sign(TOKEN)).isEqualTo(tokens.sign(TOKEN));
  }
}
