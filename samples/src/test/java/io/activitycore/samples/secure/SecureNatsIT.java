package io.activitycore.samples.secure;

import io.activitycore.nats.NatsBroker;
import io.activitycore.nats.NatsOptions;
import io.activitycore.spi.Broker;
import io.activitycore.testing.PrivateServer;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** NATS with TLS, a user and a password. */
final class SecureNatsIT extends SecureBroker {

  private String address = "";

  @Override
  String name() {
    return "nats";
  }

  @Override
  PrivateServer startServer(Certificates certificates) throws IOException {
    Path folder = certificates.trust().resolveSibling("nats");
    Files.createDirectory(folder);
    Files.writeString(folder.resolve("server.pem"), certificates.serverPem());
    Files.writeString(folder.resolve("key.pem"), certificates.keyPem());
    PrivateServer started =
        PrivateServer.nats(
            List.of(
                "tls { cert_file: \"%s\", key_file: \"%s\" }"
                    .formatted(folder.resolve("server.pem"), folder.resolve("key.pem")),
                "authorization { user: %s, password: %s }".formatted(USER, PASSWORD)));
    address = "tls://127.0.0.1:" + started.port();
    return started;
  }

  @Override
  Broker inCode(Certificates certificates, String password) throws Exception {
    return NatsBroker.create(
        NatsOptions.builder()
            .client(
                new Options.Builder()
                    .server(address)
                    .sslContext(certificates.context())
                    .userInfo(USER, password)
                    .maxReconnects(-1)
                    .build())
            .build());
  }

  @Override
  Map<String, String> access(String password) {
    return Map.of("url", address, "client.username", USER, "client.password", password);
  }

  @Override
  Map<String, String> trust(Certificates certificates) {
    return Map.of(
        "client.trustStore",
        certificates.trust().toString(),
        "client.trustStorePassword",
        Certificates.PASSWORD);
  }
}
