package io.activitycore.samples.secure;

import io.activitycore.kafka.KafkaBroker;
import io.activitycore.kafka.KafkaOptions;
import io.activitycore.spi.Broker;
import io.activitycore.testing.PrivateServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/** Kafka with TLS; SASL PLAIN in configuration, SCRAM in code. */
final class SecureKafkaIT extends SecureBroker {

  private static final String PLAIN = "org.apache.kafka.common.security.plain.PlainLoginModule";
  private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule";

  private final int port = freePort();

  @Override
  String name() {
    return "kafka";
  }

  @Override
  PrivateServer startServer(Certificates certificates) throws Exception {
    PrivateServer started =
        PrivateServer.secureKafka(
            port,
            List.of(
                "listener.name.secure.ssl.keystore.type=PKCS12",
                "listener.name.secure.ssl.keystore.location=" + certificates.server(),
                "listener.name.secure.ssl.keystore.password=" + Certificates.PASSWORD,
                "listener.name.secure.ssl.key.password=" + Certificates.PASSWORD,
                "listener.name.secure.sasl.enabled.mechanisms=PLAIN,SCRAM-SHA-256",
                "listener.name.secure.plain.sasl.jaas.config="
                    + PLAIN
                    + " required user_%s=\"%s\";".formatted(USER, PASSWORD),
                "listener.name.secure.scram-sha-256.sasl.jaas.config=" + SCRAM + " required;"));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", started.address()))) {
      ScramCredentialInfo form = new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_256, 4_096);
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion(USER, form, PASSWORD)))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
    return started;
  }

  @Override
  Broker inCode(Certificates certificates, String password) {
    Map<String, String> properties = new HashMap<>(sasl("SCRAM-SHA-256", SCRAM, password));
    properties.putAll(stores(certificates));
    return KafkaBroker.create(
        KafkaOptions.builder()
            .bootstrap("127.0.0.1:" + port)
            .replicas(1)
            .properties(properties)
            .build());
  }

  private static Map<String, String> sasl(String mechanism, String module, String password) {
    return Map.of(
        "security.protocol",
        "SASL_SSL",
        "sasl.mechanism",
        mechanism,
        "sasl.jaas.config",
        "%s required username=\"%s\" password=\"%s\";".formatted(module, USER, password));
  }

  private static Map<String, String> stores(Certificates certificates) {
    return Map.of(
        "ssl.truststore.type",
        "PKCS12",
        "ssl.truststore.location",
        certificates.trust().toString(),
        "ssl.truststore.password",
        Certificates.PASSWORD);
  }

  @Override
  Map<String, String> access(String password) {
    Map<String, String> settings = client(sasl("PLAIN", PLAIN, password));
    settings.put("bootstrap", "127.0.0.1:" + port);
    settings.put("replicas", "1");
    return settings;
  }

  @Override
  Map<String, String> trust(Certificates certificates) {
    return client(stores(certificates));
  }

  private static Map<String, String> client(Map<String, String> properties) {
    Map<String, String> settings = new HashMap<>();
    properties.forEach((key, value) -> settings.put("client." + key, value));
    return settings;
  }
}
