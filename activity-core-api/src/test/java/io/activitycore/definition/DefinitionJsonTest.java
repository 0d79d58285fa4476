package io.activitycore.definition;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DefinitionJsonTest {

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  private static ActivityDefinition read(String file, String text) {
    return DefinitionReader.read(file, text.getBytes(StandardCharsets.UTF_8)).orThrow();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void reads_back_what_it_writes(long seed) {
    ActivityDefinition definition = new RandomDefinitions(seed).next();
    String text = DefinitionJson.text(definition);
    for (String file : new String[] {"x.json", "x.yaml"}) {
      // JSON is YAML too, as long as nothing in it is longer than YAML allows for a key.
      ActivityDefinition again = read(file, text);
      assertThat(again).as("seed %d, %s", seed, file).isEqualTo(definition);
      assertThat(DefinitionJson.hash(again)).isEqualTo(DefinitionJson.hash(definition));
      assertThat(DefinitionJson.text(again)).isEqualTo(text);
    }
  }

  @Test
  void writes_defaults_and_leaves_out_what_is_absent() {
    ActivityDefinition definition =
        read(
            "x.yaml",
            """
            rules: [{ tasks: [{ task: t, id: a, retry: {}, timeouts: { heartbeat: 90s } }] }]
            trigger: { event: { type: a.b } }
            id: small
            """);
    assertThat(DefinitionJson.tree(definition))
        .hasToString(
            "{'id':'small','enabled':true,'task_queue':'orchestrator-tq','trigger':{'event':{'type':['a.b'],'mode':'start','on_disabled':'drop','upgrade':'never','on_too_old':'quarantine'}},'rules':[{'tasks':[{'id':'a','task':'t','retry':{'initial_interval':'1s','backoff_coefficient':2.0,'maximum_attempts':5},'timeouts':{'start_to_close':'1m','heartbeat':'90s'}}]}]}"
                .replace('\'', '"'));
  }

  @Test
  void has_one_hash_for_one_definition() {
    String yaml =
        """
        id: small
        trigger: { schedule: { cron: "* * * * *", catchup_window: 1h } }
        rules: [{ tasks: [{ id: a, task: t, input: { x: 1.50, y: [1e2, 3] } }] }]
        """;
    String json =
        """
        {"rules": [{"tasks": [{"input": {"y": [100.0, 3], "x": 1.5}, "task": "t", "id": "a"}]}],
         "enabled": true, "context": {}, "name": null,
         "trigger": {"schedule": {"cron": "* * * * *", "timezone": "UTC", "catchup_window": "PT60M"}},
         "id": "small"}
        """;
    String hash = DefinitionJson.hash(read("x.yaml", yaml));
    assertThat(hash).matches("[0-9a-f]{64}").isEqualTo(DefinitionJson.hash(read("x.json", json)));
    assertThat(read("x.yaml", yaml.replace("1.50", "1.51")))
        .extracting(DefinitionJson::hash)
        .isNotEqualTo(hash);
  }

  @Test
  void gives_a_tree_of_its_own() {
    ActivityDefinition definition = new RandomDefinitions(1).next();
    JsonNode before = DefinitionJson.tree(definition);
    DefinitionJson.tree(definition).removeAll();
    assertThat(DefinitionJson.tree(definition)).isEqualTo(before);
  }
}
