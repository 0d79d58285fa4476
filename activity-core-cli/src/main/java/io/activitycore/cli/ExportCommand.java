package io.activitycore.cli;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionJson;
import io.activitycore.postgres.registry.PostgresRegistry;
import io.activitycore.postgres.registry.RegisteredActivity;
import io.activitycore.spi.StoredDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code activity export}. */
@Command(
    name = "export",
    description =
        "Writes the newest published version of each activity of the registry to DIR/ID.json.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  activity export activities/ --jdbc-url jdbc:postgresql://db/activity",
      "",
      "Files of that name are written over, others are left alone. Applying the folder again",
      "changes nothing."
    })
final class ExportCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private DatabaseOptions registry = new DatabaseOptions();

  @Parameters(paramLabel = "DIR", description = "A folder; it is made if it is not there.")
  private Path folder = Path.of("");

  ExportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new UsageException("is a file, expected a folder: " + folder);
    }
    PostgresRegistry source = registry.open();
    int written = 0;
    try {
      Files.createDirectories(folder);
      for (RegisteredActivity activity : source.list()) {
        if (!activity.published().isEmpty()) {
          write(source, activity);
          written++;
        }
      }
    } catch (IOException e) {
      console.error("cannot be written: " + e);
      return ExitCode.BAD_INPUT;
    }
    console.line(written + (written == 1 ? " definition" : " definitions") + " exported");
    return ExitCode.OK;
  }

  private void write(PostgresRegistry source, RegisteredActivity activity) throws IOException {
    int version = activity.published().get(activity.published().size() - 1);
    ActivityDefinition definition =
        source
            .find(activity.activityId(), version)
            .map(StoredDefinition::definition)
            .orElseThrow(
                () ->
                    new IOException(
                        activity.activityId()
                            + " version "
                            + version
                            + " has a form that this release does not know"));
    Files.writeString(
        folder.resolve(activity.activityId() + ".json"), DefinitionJson.text(definition) + "\n");
  }
}
