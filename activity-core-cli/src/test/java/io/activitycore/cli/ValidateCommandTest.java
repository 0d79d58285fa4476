package io.activitycore.cli;

import static io.activitycore.cli.Cli.file;
import static io.activitycore.cli.Cli.golden;
import static io.activitycore.cli.Cli.run;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.activitycore.cli.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {

  @TempDir private Path folder = Path.of("");

  @Test
  void soundDefinitionsAreCounted() {
    assertThat(run("validate", file("activities")))
        .isEqualTo(new Result(0, "4 definitions valid\n", ""));
    assertThat(run("validate", file("activities/disabled.yaml")))
        .isEqualTo(new Result(0, "1 definition valid\n", ""));
  }

  @Test
  void soundDefinitionsAreAnEmptyArrayAsJson() {
    assertThat(run("validate", "--json", file("activities"))).isEqualTo(new Result(0, "[]\n", ""));
  }

  @Test
  void everyProblemOfEveryFileIsOneLine() {
    assertThat(run("validate", file("doubled"), file("broken")))
        .isEqualTo(new Result(1, golden("validate.txt"), ""));
  }

  @Test
  void everyProblemIsAnObjectOfTheArray() throws IOException {
    Result result = run("validate", file("doubled"), "--json", file("broken"));

    assertThat(result).isEqualTo(new Result(1, golden("validate.json"), ""));
    JsonNode array = new ObjectMapper().readTree(result.out());
    assertThat(array).hasSize((int) golden("validate.txt").lines().count());
    assertThat(array.get(0).properties().stream().map(java.util.Map.Entry::getKey))
        .containsExactly("file", "line", "pointer", "code", "message");
  }

  @Test
  void aFileIsReadOnceHoweverManyPathsLeadToIt() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("real"));
    Files.createDirectory(folder.resolve("real"));
    Files.copy(Path.of(file("activities/disabled.yaml")), folder.resolve("real/a.yaml"));

    assertThat(run("validate", folder + "/real", folder + "/real/a.yaml", link.toString()).out())
        .isEqualTo("1 definition valid\n");
  }

  @Test
  void aNamedFileIsADefinitionWhateverItsName() throws IOException {
    Path file = Files.copy(Path.of(file("activities/disabled.yaml")), folder.resolve("DEF"));

    assertThat(run("validate", file.toString()).out()).isEqualTo("1 definition valid\n");
  }

  @Test
  void aFolderWithoutADefinitionIsAProblem() {
    assertThat(run("validate", folder.toString()))
        .isEqualTo(
            new Result(1, folder + ": no definition here: expected *.yaml, *.yml, *.json\n", ""));
    assertThat(run("validate", "--json", folder.toString()).out())
        .contains("\"line\":0,\"pointer\":\"\",\"code\":\"no_definition\"");
  }

  @Test
  void aNameThatIsNoTextForATerminalStaysOneLine() throws IOException {
    Files.writeString(folder.resolve("a\nb.yaml"), "id: [\n");

    assertThat(run("validate", folder.toString()).out().lines()).hasSize(1);
    assertThat(run("validate", "--json", folder.toString()).out()).contains("a\\nb.yaml");
  }

  @Test
  void activitiesThatRunEachOtherInARingAreFoundOverAllFiles() throws IOException {
    Files.writeString(folder.resolve("a.yaml"), running("a", "b"));
    Files.writeString(folder.resolve("b.yaml"), running("b", "a"));
    Files.writeString(folder.resolve("c.yaml"), running("c", "a"));

    assertThat(run("validate", folder.toString()))
        .isEqualTo(
            new Result(
                1,
                """
                %1$s/a.yaml:3: /rules/0/tasks/0/run: activities run each other in a ring: a -> b -> a
                %1$s/b.yaml:3: /rules/0/tasks/0/run: activities run each other in a ring: b -> a -> b
                """
                    .formatted(folder),
                ""));
    assertThat(run("validate", folder + "/a.yaml").code()).isZero();
  }

  private static String running(String id, String other) {
    return "id: %s%ntrigger: { manual: {} }%nrules: [{ tasks: [{ id: n, run: { activity: %s } }] }]%n"
        .formatted(id, other);
  }
}
