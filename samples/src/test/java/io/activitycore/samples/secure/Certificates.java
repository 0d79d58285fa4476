package io.activitycore.samples.secure;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate authority of the test's own and a server's certificate by it, for {@code 127.0.0.1}
 * and {@code localhost}, in the forms that servers and clients take.
 *
 * @param trust a key store (PKCS12) with the authority's certificate
 * @param server a key store (PKCS12) with the server's key and chain
 * @param caPem the authority's certificate
 * @param serverPem the server's certificate
 * @param keyPem the server's key
 */
record Certificates(Path trust, Path server, String caPem, String serverPem, String keyPem) {

  /** Of both stores. */
  static final String PASSWORD = "changeit";

  static Certificates make(Path folder) throws Exception {
    Path authority = folder.resolve("ca.p12");
    Path server = folder.resolve("server.p12");
    Path trust = folder.resolve("trust.p12");
    Path caFile = folder.resolve("ca.pem");
    Path request = folder.resolve("server.csr");
    Path signed = folder.resolve("server.pem");
    String[] ec = {"-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2"};
    keytool(authority, "ca", ec, "-dname", "CN=private CA", "-ext", "bc:c=ca:true");
    keytool(server, "server", ec, "-dname", "CN=localhost");
    keytool(authority, "ca", "-exportcert", "-rfc", "-file", caFile);
    keytool(trust, "ca", "-importcert", "-noprompt", "-file", caFile);
    keytool(server, "server", "-certreq", "-file", request);
    keytool(
        authority,
        "ca",
        "-gencert",
        "-rfc",
        "-validity",
        "2",
        "-ext",
        "san=ip:127.0.0.1,dns:localhost",
        "-infile",
        request,
        "-outfile",
        signed);
    keytool(server, "ca", "-importcert", "-noprompt", "-file", caFile);
    keytool(server, "server", "-importcert", "-noprompt", "-file", signed);
    KeyStore store = load(server);
    return new Certificates(
        trust,
        server,
        pem("CERTIFICATE", certificate(store, "ca").getEncoded()),
        pem("CERTIFICATE", certificate(store, "server").getEncoded()),
        pem("PRIVATE KEY", store.getKey("server", PASSWORD.toCharArray()).getEncoded()));
  }

  /** Trusts the authority and nobody else. */
  SSLContext context() throws GeneralSecurityException, IOException {
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(load(trust));
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  private static Certificate certificate(KeyStore store, String alias)
      throws GeneralSecurityException {
    Certificate found = store.getCertificate(alias);
    if (found == null) {
      throw new IllegalStateException("no certificate " + alias);
    }
    return found;
  }

  private static KeyStore load(Path file) throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private static String pem(String what, byte[] content) {
    String lines = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
    return "-----BEGIN " + what + "-----\n" + lines + "\n-----END " + what + "-----\n";
  }

  private static void keytool(Path store, String alias, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (Object argument : arguments) {
      command.addAll(
          argument instanceof String[] several ? List.of(several) : List.of(argument.toString()));
    }
    command.addAll(
        List.of(
            "-keystore",
            store.toString(),
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-alias",
            alias));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(String.join(" ", command) + ": " + output);
    }
  }
}
