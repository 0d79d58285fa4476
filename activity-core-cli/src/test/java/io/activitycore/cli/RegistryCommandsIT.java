package io.activitycore.cli;

import static io.activitycore.cli.Cli.file;
import static io.activitycore.cli.Cli.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.cli.Cli.Result;
import io.activitycore.testing.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** {@code apply} and {@code export} on a real PostgreSQL. */
class RegistryCommandsIT {

  private final String url = Servers.postgres();
  private final String schema =
      "test_" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);

  @TempDir private Path folder = Path.of("");

  @AfterEach
  void drop() throws SQLException {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(url);
    try (Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
    }
  }

  private Result registry(String command, Path path, String... more) {
    List<String> arguments = new ArrayList<>(List.of(command, path.toString()));
    arguments.addAll(List.of("--jdbc-url", url, "--schema", schema));
    arguments.addAll(List.of(more));
    return run(arguments.toArray(String[]::new));
  }

  private Path definitions(String... tasks) throws IOException {
    Path written = Files.createDirectories(folder.resolve("in"));
    for (int i = 0; i < tasks.length; i++) {
      Files.writeString(
          written.resolve("a" + i + ".yaml"),
          "id: a%d\ntrigger: { event: { type: t } }\nrules: [{ tasks: [{ id: one, task: %s }] }]\n"
              .formatted(i, tasks[i]));
    }
    return written;
  }

  @Test
  void aFolderIsAppliedOnceAndExportedAsItWas() throws IOException {
    Path in = definitions("x.one", "x.two");

    assertThat(registry("apply", in, "--dry-run", "--migrate"))
        .isEqualTo(
            new Result(
                0,
                """
                + a0: a new version
                + a1: a new version
                2 to publish, 0 to retire, 0 unchanged
                """,
                ""));
    assertThat(registry("apply", in, "--author", "ci", "--comment", "first").out())
        .isEqualTo("+ a0: version 1\n+ a1: version 1\n2 published, 0 retired, 0 unchanged\n");
    assertThat(registry("apply", in).out()).isEqualTo("0 published, 0 retired, 2 unchanged\n");

    Path out = folder.resolve("out");
    assertThat(registry("export", out)).isEqualTo(new Result(0, "2 definitions exported\n", ""));
    assertThat(registry("apply", out).out()).isEqualTo("0 published, 0 retired, 2 unchanged\n");
    assertThat(registry("apply", out, "--tenant", "other").out())
        .isEqualTo("+ a0: version 1\n+ a1: version 1\n2 published, 0 retired, 0 unchanged\n");
  }

  @Test
  void aDifferenceIsShownAndWhatIsGoneRetiresOnlyWhenAsked() throws IOException {
    registry("apply", definitions("x.one", "x.two"), "--migrate");
    Path changed = definitions("x.three");
    Files.delete(changed.resolve("a1.yaml"));

    assertThat(registry("apply", changed, "--dry-run", "--prune").out())
        .isEqualTo(
            """
            ~ a0: version 1 -> a new version
                /rules/0/tasks/0/task: "x.one" -> "x.three"
            - a1: version 1
            1 to publish, 1 to retire, 0 unchanged
            """);
    assertThat(registry("apply", changed).out()).endsWith("1 published, 0 retired, 0 unchanged\n");
    assertThat(registry("apply", changed, "--prune").out())
        .isEqualTo("- a1: version 1\n0 published, 1 retired, 1 unchanged\n");
  }

  @Test
  void nothingIsAppliedWhenADefinitionIsWrong() {
    Result result = registry("apply", Path.of(file("broken")), "--migrate");

    assertThat(result.code()).isEqualTo(1);
    assertThat(result.out()).isEmpty();
    assertThat(result.err()).contains("src/test/resources/cli/broken");
  }

  @Test
  void aSchemaThatIsNotThereIsSaidInOneLine() throws IOException {
    Result result = registry("apply", definitions("x.one"));

    assertThat(result.code()).isEqualTo(69);
    assertThat(result.err())
        .startsWith("activity: the schema " + schema + " lacks ")
        .hasLineCount(1);
  }

  @Test
  void aCommandWithoutADatabaseIsAWrongCommandLine() throws IOException {
    assertThat(run("apply", definitions("x.one").toString(), "--jdbc-url", "").code()).isEqualTo(2);
  }
}
