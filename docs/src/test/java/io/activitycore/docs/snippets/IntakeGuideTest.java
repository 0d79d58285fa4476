package io.activitycore.docs.snippets;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.Trigger;
import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryBroker;
import io.activitycore.run.Decision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IntakeGuideTest {

  private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);

  private static ActivityDefinition onPush() {
    return ActivityDefinition.builder("on-push")
        .trigger(Trigger.event("git.push"))
        .rules(Rule.always(Node.set("seen", Events.object().put("ref", "{{ payload.ref }}"))))
        .build();
  }

  private static Map<String, String> signed(String id, byte[] body) throws Exception {
    long now = Instant.now().getEpochSecond();
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
    mac.update((id + "." + now + ".").getBytes(UTF_8));
    String signature = Base64.getEncoder().encodeToString(mac.doFinal(body));
    return Map.of(
        "webhook-id", id, "webhook-timestamp", "" + now, "webhook-signature", "v1," + signature);
  }

  private static byte[] push(String ref) {
    return ("{\"object_kind\":\"push\",\"ref\":"
            + ref
            + ",\"project\":{\"web_url\":\"https://git.example.com/shop\"}}")
        .getBytes(UTF_8);
  }

  @Test
  void what_proves_its_source_and_fits_its_schema_runs_and_nothing_else(@TempDir Path schemas)
      throws Exception {
    Files.writeString(
        schemas.resolve("git.push.schema.json"),
        "{\"properties\":{\"ref\":{\"type\":\"string\"}}}");
    String secret = Base64.getEncoder().encodeToString(SECRET);
    String old = Base64.getEncoder().encodeToString(new byte[32]);
    try (InProcess process = new InProcess();
        ActivityCore core =
            IntakeGuide.host(process.client(), process.broker(), schemas, old, secret)
                .definitions(Definitions.of(onPush()))
                .build()) {
      core.start();
      InMemoryBroker broker = process.broker();
      byte[] good = push("\"main\"");
      broker.send(good, signed("msg_1", good));
      broker.send(good, Map.of("webhook-id", "msg_0"));
      broker.send(push("7"), signed("msg_2", good));
      broker.send(push("7"), signed("msg_3", push("7")));
      broker.awaitSettled(Duration.ofSeconds(30));

      assertThat(core.explain("msg_1").decisions())
          .extracting(Decision::kind)
          .contains(Decision.Kind.STARTED);
      assertThat(broker.deadLettered())
          .extracting(InMemoryBroker.DeadLetter::code)
          .containsExactlyInAnyOrder("unsigned", "forged", "schema");
    }
  }
}
