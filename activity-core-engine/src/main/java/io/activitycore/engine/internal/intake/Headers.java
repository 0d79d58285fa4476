package io.activitycore.engine.internal.intake;

import io.activitycore.engine.internal.intake.UndecodableException.Code;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Headers that a signature is read from: there once, whatever their case. */
final class Headers {

  private static final Set<String> SIGNED = Set.of("webhook-id", "webhook-timestamp");

  private final Map<String, String> headers;

  Headers(Map<String, String> headers) {
    this.headers = headers;
  }

  /** Those that Standard Webhooks signs. */
  static Map<String, String> signed(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> SIGNED.contains(header.getKey().toLowerCase(Locale.ROOT)))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  String required(String name) {
    String found = null;
    for (Map.Entry<String, String> header : headers.entrySet()) {
      if (header.getKey().equalsIgnoreCase(name)) {
        if (found != null) {
          throw new UndecodableException(Code.FORGED, "header " + name + " is there twice");
        }
        found = header.getValue();
      }
    }
    if (found == null || found.isBlank()) {
      throw new UndecodableException(Code.UNSIGNED, "header " + name + " is missing");
    }
    return found;
  }
}
