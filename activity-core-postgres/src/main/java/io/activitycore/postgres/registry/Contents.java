package io.activitycore.postgres.registry;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.ReadResult;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The definitions of versions that were read lately; a version never changes. Thread-safe. */
final class Contents {

  private static final int MOST = 50_000;

  /** Which version. */
  record Key(String activityId, int version) {}

  private final Map<Key, RegisteredContent> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, RegisteredContent> eldest) {
              return size() > MOST;
            }
          });

  /** A definition with the hash it was written under. */
  record RegisteredContent(ActivityDefinition definition, String hash) {}

  @Nullable RegisteredContent get(Key key) {
    return known.get(key);
  }

  RegisteredContent put(Key key, RegisteredContent content) {
    known.put(key, content);
    return content;
  }

  /** The text that a definition is kept as. */
  static String write(ActivityDefinition definition) {
    return DefinitionJson.tree(definition).toString();
  }

  /** What was written; empty when this release cannot read it. */
  static Optional<ActivityDefinition> read(Key key, String text) {
    ReadResult result =
        DefinitionReader.read(key.activityId() + ".json", text.getBytes(StandardCharsets.UTF_8));
    return Optional.ofNullable(result.definition());
  }
}
