package io.activitycore.samples.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Node;
import io.activitycore.definition.Rule;
import io.activitycore.definition.ScheduleTrigger;
import io.activitycore.definition.Trigger;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;

/**
 * A schedule and the ticks that a Temporal server computed for it, by year: how many, and the
 * beginning of a hash of them.
 *
 * @param schedule as {@code trigger.schedule} of a definition
 * @param ticks {@code year=count:hash}, and the first and the last tick, with spaces between
 */
record Vector(ObjectNode schedule, String ticks) {

  /** The years of the ticks: after the first instant, up to the second. */
  static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");

  static final Instant TO = Instant.parse("2030-01-01T00:00:00Z");

  /** One a line. */
  static final Path FILE = Path.of("src/test/resources/schedules/vectors.jsonl");

  private static final ObjectMapper MAPPER = new ObjectMapper();

  static Vector of(ScheduleTrigger trigger, Iterator<Instant> ticks) {
    ActivityDefinition definition =
        ActivityDefinition.builder("vector")
            .trigger(Trigger.schedule(trigger))
            .rules(Rule.always(Node.task("task", "task").build()))
            .build();
    ObjectNode tree = DefinitionJson.tree(definition);
    return new Vector((ObjectNode) tree.at("/trigger/schedule"), digest(ticks));
  }

  /** The schedule, through the reader of definitions. */
  ScheduleTrigger trigger() {
    ObjectNode definition = MAPPER.createObjectNode().put("id", "vector");
    definition.putObject("trigger").set("schedule", schedule);
    definition
        .putArray("rules")
        .addObject()
        .putArray("tasks")
        .addObject()
        .put("id", "t")
        .put("task", "t");
    byte[] text = definition.toString().getBytes(StandardCharsets.UTF_8);
    ScheduleTrigger trigger =
        DefinitionReader.read("vector.json", text).orThrow().trigger().schedule();
    if (trigger == null) {
      throw new IllegalStateException("no schedule: " + schedule);
    }
    return trigger;
  }

  static List<Vector> all() throws IOException {
    List<Vector> vectors = new ArrayList<>();
    for (String line : Files.readAllLines(FILE)) {
      JsonNode tree = MAPPER.readTree(line);
      vectors.add(new Vector((ObjectNode) tree.path("schedule"), tree.path("ticks").asText()));
    }
    return vectors;
  }

  static void write(List<Vector> vectors) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Vector each : vectors) {
      ObjectNode line = MAPPER.createObjectNode();
      line.set("schedule", each.schedule);
      lines.add(line.put("ticks", each.ticks).toString());
    }
    Files.write(FILE, lines);
  }

  /** What these ticks are in the file. */
  static String digest(Iterator<Instant> ticks) {
    TreeMap<Integer, MessageDigest> hashes = new TreeMap<>();
    TreeMap<Integer, Integer> counts = new TreeMap<>();
    String first = "-";
    String last = "-";
    while (ticks.hasNext()) {
      Instant tick = ticks.next();
      int year = tick.atOffset(ZoneOffset.UTC).getYear();
      hashes
          .computeIfAbsent(year, Vector::sha256)
          .update((tick.getEpochSecond() + "\n").getBytes(StandardCharsets.UTF_8));
      counts.merge(year, 1, Integer::sum);
      first = first.equals("-") ? tick.toString() : first;
      last = tick.toString();
    }
    List<String> parts = new ArrayList<>(List.of(first, last));
    hashes.forEach(
        (year, hash) ->
            parts.add(
                year
                    + "="
                    + counts.get(year)
                    + ":"
                    + HexFormat.of().formatHex(hash.digest(), 0, 6)));
    return String.join(" ", parts);
  }

  private static MessageDigest sha256(int year) {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
