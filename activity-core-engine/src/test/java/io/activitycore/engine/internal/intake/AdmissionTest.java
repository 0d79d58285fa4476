package io.activitycore.engine.internal.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.engine.internal.expression.CachedExpressions;
import io.activitycore.event.EventEnvelope;
import io.activitycore.intake.IntakeRules;
import io.activitycore.intake.Proof;
import io.activitycore.intake.RawEventMapping;
import io.activitycore.intake.Trust;
import io.activitycore.spi.Delivery;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {

  private static final Instant NOW = Instant.parse("2026-03-28T10:00:00Z");
  private static final String SHOP = "https://shop.example.com";
  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
  private static final byte[] OLD_SECRET = "fedcba9876543210fedcba9876543210".getBytes(UTF_8);
  private static final byte[] BODY = body("e-1", "shop.order.placed", SHOP);

  private static byte[] body(String id, String type, String source) {
    return ("{\"event_id\":\""
            + id
            + "\",\"type\":\""
            + type
            + "\",\"source\":\""
            + source
            + "\",\"occurred_at\":\"2026-03-28T09:00:00Z\",\"payload\":{\"total\":5}}")
        .getBytes(UTF_8);
  }

  private static byte[] hmac(byte[] secret, String id, long time, byte[] body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret, "HmacSHA256"));
    mac.update((id + "." + time + ".").getBytes(UTF_8));
    return mac.doFinal(body);
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static Map<String, String> headers(String id, long time, String signature) {
    return new HashMap<>(
        Map.of(
            "webhook-id",
            id,
            "Webhook-Timestamp",
            Long.toString(time),
            "webhook-signature",
            signature));
  }

  private static Map<String, String> signed(byte[] secret, byte[] body) throws Exception {
    long time = NOW.getEpochSecond();
    return headers("msg_1", time, "v1," + base64(hmac(secret, "msg_1", time, body)));
  }

  private static Admission admission(IntakeRules rules) {
    return Admission.of(rules, CachedExpressions.find());
  }

  private static EventEnvelope admit(
      Trust trust, byte[] body, Map<String, String> headers, @Nullable Instant storedAt) {
    return admission(IntakeRules.DEFAULT.withTrust(trust))
        .admit(new Delivery(body, headers, "here", 1, storedAt), NOW);
  }

  private static Trust hmacTrust(String... types) {
    return Trust.NOBODY.with(
        SHOP, new Proof.Hmac(List.of(SECRET, OLD_SECRET), Proof.DEFAULT_TOLERANCE), types);
  }

  private static String refusal(Trust trust, byte[] body, Map<String, String> headers) {
    try {
      admit(trust, body, headers, null);
      return "admitted";
    } catch (UndecodableException e) {
      return e.code();
    }
  }

  @Test
  void a_signed_event_is_believed_by_any_of_the_keys() throws Exception {
    for (byte[] secret : new byte[][] {SECRET, OLD_SECRET}) {
      assertThat(admit(hmacTrust(), BODY, signed(secret, BODY), null).eventId()).isEqualTo("e-1");
    }
  }

  @Test
  void the_published_example_of_standard_webhooks_is_believed() {
    byte[] body = "{\"test\": 2432232314}".getBytes(UTF_8);
    Map<String, String> headers =
        headers(
            "msg_p5jXN8AQM9LWM0D4loKWxJek",
            1614265330,
            "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    Instant stored = Instant.ofEpochSecond(1614265330);
    Trust trust = Trust.NOBODY.with("s", Proof.Hmac.of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));

    EventEnvelope event =
        admission(
                IntakeRules.DEFAULT
                    .withTrust(trust)
                    .withRaw(RawEventMapping.of("'t'", "'s'").withId("headers['webhook-id']")))
            .admit(new Delivery(body, headers, "here", 1, stored), NOW);

    assertThat(event.eventId()).isEqualTo("msg_p5jXN8AQM9LWM0D4loKWxJek");
  }

  @Test
  void one_fitting_signature_of_two_is_enough() throws Exception {
    long time = NOW.getEpochSecond();
    String good = base64(hmac(SECRET, "m", time, BODY));
    String other = base64(new byte[32]);

    assertThat(
            admit(hmacTrust(), BODY, headers("m", time, "v1," + other + " v1," + good), null)
                .eventId())
        .isEqualTo("e-1");
  }

  @Test
  void every_changed_byte_is_noticed() throws Exception {
    Map<String, String> headers = signed(SECRET, BODY);
    for (int i = 0; i < BODY.length; i++) {
      byte[] forged = BODY.clone();
      forged[i] ^= 1;
      assertThat(refusal(hmacTrust(), forged, headers)).as("byte %d", i).isNotEqualTo("admitted");
    }
  }

  @Test
  void what_does_not_prove_where_it_comes_from_is_refused_by_its_own_code() throws Exception {
    long time = NOW.getEpochSecond();
    String good = base64(hmac(SECRET, "m", time, BODY));
    byte[] dotted = hmac(SECRET, "m.1", time, BODY);
    Map<String, String> twice = signed(SECRET, BODY);
    twice.put("Webhook-Id", "msg_1");

    assertThat(refusal(hmacTrust(), BODY, Map.of())).isEqualTo("unsigned");
    assertThat(refusal(hmacTrust(), BODY, headers("m", time, "v1a," + good)))
        .as("another algorithm")
        .isEqualTo("unsigned");
    assertThat(refusal(hmacTrust(), BODY, headers("other", time, "v1," + good)))
        .isEqualTo("forged");
    assertThat(refusal(hmacTrust(), BODY, headers("m", time + 1, "v1," + good)))
        .isEqualTo("forged");
    assertThat(refusal(hmacTrust(), BODY, headers("m", time, "v1,!"))).isEqualTo("forged");
    assertThat(refusal(hmacTrust(), BODY, headers("m.1", time, "v1," + base64(dotted))))
        .isEqualTo("forged");
    assertThat(refusal(hmacTrust(), BODY, twice)).isEqualTo("forged");
  }

  @ParameterizedTest
  @CsvSource({"-360, replayed", "-299, admitted", "299, admitted", "360, replayed"})
  void the_time_of_a_signature_is_compared_with_when_the_broker_stored_it(long off, String expected)
      throws Exception {
    long time = NOW.getEpochSecond() + off;
    Map<String, String> headers = headers("m", time, "v1," + base64(hmac(SECRET, "m", time, BODY)));

    assertThat(refusal(hmacTrust(), BODY, headers)).isEqualTo(expected);
    assertThat(admit(hmacTrust(), BODY, headers, Instant.ofEpochSecond(time)).eventId())
        .as("stored in time, handed over late")
        .isEqualTo("e-1");
  }

  @Test
  void a_source_sends_only_what_it_may() throws Exception {
    assertThat(refusal(hmacTrust("shop.order.*"), BODY, signed(SECRET, BODY)))
        .isEqualTo("admitted");
    assertThat(refusal(hmacTrust("shop.order"), BODY, signed(SECRET, BODY)))
        .isEqualTo("not_allowed");
    byte[] other = body("e-1", "shop.order.placed", "https://other.example.com");
    assertThat(refusal(hmacTrust(), other, signed(SECRET, other))).isEqualTo("not_allowed");
    assertThat(refusal(hmacTrust().withOthers(new Proof.None(), "shop.*"), other, Map.of()))
        .isEqualTo("admitted");
  }

  @Test
  void an_event_that_rests_on_unsigned_headers_is_refused() throws Exception {
    byte[] data = "{\"total\":5}".getBytes(UTF_8);
    Map<String, String> headers = signed(SECRET, data);
    headers.putAll(
        Map.of("ce-specversion", "1.0", "ce-id", "1", "ce-source", SHOP, "ce-type", "t"));

    assertThat(refusal(hmacTrust(), data, headers)).isEqualTo("unsigned");
  }

  @Test
  void ed25519_signatures_are_checked_in_both_layouts() throws Exception {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    KeyPair other = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    long time = NOW.getEpochSecond();
    byte[] prefix = ("m." + time + ".").getBytes(UTF_8);
    Trust webhook = Trust.NOBODY.with(SHOP, Proof.Ed25519.of(pair.getPublic()));
    Trust jws = Trust.NOBODY.with(SHOP, new Proof.Jws(Map.of("k1", pair.getPublic())));

    String good = base64(sign(pair.getPrivate(), prefix, BODY));
    assertThat(refusal(webhook, BODY, headers("m", time, "v1a," + good))).isEqualTo("admitted");
    String forged = base64(sign(other.getPrivate(), prefix, BODY));
    assertThat(refusal(webhook, BODY, headers("m", time, "v1a," + forged))).isEqualTo("forged");
    assertThat(refusal(webhook, BODY, headers("m", time, "v1a,AAAA"))).isEqualTo("forged");

    assertThat(refusal(jws, BODY, jws("{\"alg\":\"EdDSA\",\"kid\":\"k1\"}", pair)))
        .isEqualTo("admitted");
    assertThat(refusal(jws, BODY, jws("{\"alg\":\"EdDSA\"}", pair))).isEqualTo("admitted");
    assertThat(refusal(jws, BODY, jws("{\"alg\":\"EdDSA\",\"kid\":\"k2\"}", pair)))
        .isEqualTo("forged");
    assertThat(refusal(jws, BODY, jws("{\"alg\":\"none\"}", pair))).isEqualTo("forged");
    assertThat(refusal(jws, BODY, jws("{\"alg\":\"EdDSA\",\"crit\":[\"x\"]}", pair)))
        .isEqualTo("forged");
    assertThat(refusal(jws, BODY, jws("{\"alg\":\"EdDSA\"}", other))).isEqualTo("forged");
    assertThat(refusal(jws, BODY, Map.of())).isEqualTo("unsigned");
  }

  private static Map<String, String> jws(String header, KeyPair pair) throws Exception {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    String first = encoder.encodeToString(header.getBytes(UTF_8));
    byte[] signed = (first + "." + encoder.encodeToString(BODY)).getBytes(UTF_8);
    return Map.of(
        "jws-signature", first + ".." + encoder.encodeToString(sign(pair.getPrivate(), signed)));
  }

  private static byte[] sign(PrivateKey key, byte[]... parts) throws Exception {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(key);
    for (byte[] part : parts) {
      signature.update(part);
    }
    return signature.sign();
  }

  @Test
  void no_random_header_gets_past() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      byte[] junk = new byte[random.nextInt(80)];
      random.nextBytes(junk);
      String text = new String(junk, UTF_8);
      assertThat(refusal(hmacTrust(), BODY, headers("m", NOW.getEpochSecond(), text)))
          .as("seed %d, round %d", seed, i)
          .isIn("unsigned", "forged");
    }
  }

  @Test
  void raw_json_becomes_an_event_by_expressions_over_headers_and_body() {
    Admission admission =
        admission(
            IntakeRules.DEFAULT.withRaw(
                RawEventMapping.of(
                        "'github.' + headers['x-github-event'] + '.' + body.action",
                        "'https://github.com/' + body.repository.full_name")
                    .withId("headers['x-github-delivery']")
                    .withSubject("'issue/' + string(body.issue.number)")
                    .withOccurredAt("body.issue.updated_at")));
    byte[] body =
        ("{\"action\":\"opened\",\"issue\":{\"number\":7,\"updated_at\":\"2026-03-28T08:00:00Z\"},"
                + "\"repository\":{\"full_name\":\"a/b\"}}")
            .getBytes(UTF_8);
    Map<String, String> headers = Map.of("X-GitHub-Event", "issues", "X-GitHub-Delivery", "d-1");

    EventEnvelope event = admission.admit(new Delivery(body, headers, "here", 1), NOW);

    assertThat(event.type()).isEqualTo("github.issues.opened");
    assertThat(event.source()).isEqualTo("https://github.com/a/b");
    assertThat(event.eventId()).isEqualTo("d-1");
    assertThat(event.subject()).isEqualTo("issue/7");
    assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-03-28T08:00:00Z"));
    assertThatThrownBy(() -> admission.admit(new Delivery(body, Map.of(), "here", 1), NOW))
        .isInstanceOf(UndecodableException.class)
        .hasMessageContaining("the mapping's type");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "body.missing", "headers['none']"})
  void a_mapping_that_gives_no_text_refuses_the_event(String expression) {
    Admission admission =
        admission(IntakeRules.DEFAULT.withRaw(RawEventMapping.of(expression, "'s'")));

    assertThatThrownBy(
            () -> admission.admit(new Delivery("{}".getBytes(UTF_8), Map.of(), "here", 1), NOW))
        .isInstanceOf(UndecodableException.class)
        .hasMessageStartingWith("the mapping's type");
  }
}
