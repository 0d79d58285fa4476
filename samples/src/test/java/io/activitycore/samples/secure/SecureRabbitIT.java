package io.activitycore.samples.secure;

import com.rabbitmq.client.ConnectionFactory;
import io.activitycore.rabbitmq.RabbitBroker;
import io.activitycore.rabbitmq.RabbitOptions;
import io.activitycore.spi.Broker;
import io.activitycore.testing.PrivateServer;
import java.util.List;
import java.util.Map;

/** RabbitMQ with TLS, a user and a password. */
final class SecureRabbitIT extends SecureBroker {

  private final int port = freePort();

  @Override
  String name() {
    return "rabbitmq";
  }

  @Override
  PrivateServer startServer(Certificates certificates) {
    return PrivateServer.rabbitmq(
        List.of(
            "listeners.ssl.1 = 127.0.0.1:" + port,
            "ssl_options.cacertfile = {folder}/ca.pem",
            "ssl_options.certfile = {folder}/server.pem",
            "ssl_options.keyfile = {folder}/key.pem",
            "default_user = " + USER,
            "default_pass = " + PASSWORD),
        Map.of(
            "ca.pem", certificates.caPem(),
            "server.pem", certificates.serverPem(),
            "key.pem", certificates.keyPem()));
  }

  @Override
  Broker inCode(Certificates certificates, String password) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost("127.0.0.1");
    factory.setPort(port);
    factory.setUsername(USER);
    factory.setPassword(password);
    factory.useSslProtocol(certificates.context());
    factory.enableHostnameVerification();
    return RabbitBroker.create(RabbitOptions.builder().factory(factory).build());
  }

  @Override
  Map<String, String> access(String password) {
    return Map.of("uri", "amqps://%s:%s@127.0.0.1:%d".formatted(USER, password, port));
  }

  @Override
  Map<String, String> trust(Certificates certificates) {
    return Map.of(
        "client.ssl.trust.store",
        certificates.trust().toString(),
        "client.ssl.trust.store.password",
        Certificates.PASSWORD,
        "client.ssl.trust.store.type",
        "PKCS12");
  }
}
