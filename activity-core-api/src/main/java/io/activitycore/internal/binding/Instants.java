package io.activitycore.internal.binding;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Instants as definitions write them: RFC 3339 with a zone, in whole seconds. */
public final class Instants {

  /** What an instant looks like, as a regular expression that JSON Schema can hold too. */
  public static final String PATTERN =
      "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
          + "T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
          + "(Z|[+-](0[0-9]|1[0-7]):[0-5][0-9])$";

  private static final Pattern FORM = Pattern.compile(PATTERN);

  private Instants() {}

  /** The instant, or null where the text is none. */
  public static @Nullable Instant parse(String text) {
    if (!FORM.matcher(text).matches()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null; // the 31st of February
    }
  }
}
