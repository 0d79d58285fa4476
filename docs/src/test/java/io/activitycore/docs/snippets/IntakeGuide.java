package io.activitycore.docs.snippets;

import io.activitycore.engine.ActivityCore;
import io.activitycore.engine.InMemoryBroker;
import io.activitycore.engine.InMemoryStore;
import io.activitycore.intake.IntakeRules;
import io.activitycore.intake.PayloadSchemas;
import io.activitycore.intake.Proof;
import io.activitycore.intake.RawEventMapping;
import io.activitycore.intake.Trust;
import io.temporal.client.WorkflowClient;
import java.nio.file.Path;

/** What the page on events shows of the rules for what comes in. */
final class IntakeGuide {

  private IntakeGuide() {}

  static ActivityCore.Builder host(
      WorkflowClient client, InMemoryBroker broker, Path schemas, String oldSecret, String secret) {
    // tag::rules
    IntakeRules rules =
        IntakeRules.DEFAULT
            .withRaw(
                RawEventMapping.of("'git.' + body.object_kind", "body.project.web_url")
                    .withId("headers['webhook-id']"))
            .withTrust(
                Trust.NOBODY
                    .with("https://git.example.com/shop", Proof.Hmac.of(secret, oldSecret), "git.*")
                    .with("https://shop.example.com", new Proof.None()))
            .withSchemas(PayloadSchemas.fromFolder(schemas));
    ActivityCore.Builder builder =
        ActivityCore.builder(client)
            .store(InMemoryStore.create())
            .broker(broker)
            .intake(rules); // or .intake("name of a broker's source", rules)
    // end::rules
    return builder;
  }
}
