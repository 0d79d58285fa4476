package io.activitycore.engine.internal.intake;

import com.fasterxml.jackson.databind.JsonNode;
import io.activitycore.event.EventEnvelope;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What makes an event of JSON that is no envelope: the JSON is the payload, the SHA-256 of its
 * bytes the {@code event_id}, the time of arrival {@code occurred_at}.
 *
 * @param type the events' type
 * @param source the events' source
 */
public record RawMapping(String type, String source) implements RawForm {

  private static final String EXTENSION = ".json";

  private static final Map<String, String> WHERE =
      Map.of("/type", "the mapping's type", "/source", "the mapping's source");

  private static final String NO_FOLDER = "file";

  /**
   * The mapping for the events in a file: the source is the folder's name ({@code file} without
   * one), the type is the folder's name, a dot and the file's name without {@code .json}: {@code
   * github/issues.opened.json} holds {@code github.issues.opened} from {@code github}. A relative
   * path is taken from the current directory; nothing is read.
   *
   * @param type to use instead of the one from the name; null for that one
   */
  public static RawMapping forFile(Path path, @Nullable String type) {
    Path absolute = path.toAbsolutePath().normalize();
    String folder = name(absolute.getParent());
    String source = folder.isEmpty() ? NO_FOLDER : folder;
    if (type != null) {
      return new RawMapping(type, source);
    }
    String file = name(absolute);
    String stem =
        file.endsWith(EXTENSION) ? file.substring(0, file.length() - EXTENSION.length()) : file;
    return new RawMapping(folder.isEmpty() ? stem : folder + "." + stem, source);
  }

  @Override
  public EventEnvelope event(
      JsonNode body, Map<String, String> headers, String eventId, Instant arrival) {
    return Fields.model(
        WHERE,
        () -> new EventEnvelope(eventId, type, source, arrival, null, null, null, body, Map.of()));
  }

  private static String name(@Nullable Path path) {
    Path name = path == null ? null : path.getFileName();
    return name == null ? "" : name.toString();
  }
}
