package io.activitycore.cli;

import io.activitycore.engine.MermaidGraph;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code activity graph}. */
@Command(
    name = "graph",
    description = "Prints a definition's graph, or the graph of its rules, as a picture.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  activity graph order.yaml > order.mmd",
      "  activity graph order.yaml --format mermaid",
      "",
      "Exits 1 with one line a problem on the error output if the definition is wrong."
    })
final class GraphCommand implements Callable<Integer> {

  private static final String MERMAID = "mermaid";

  private final Console console;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "mermaid, the default: a flowchart of Mermaid.")
  private String format = MERMAID;

  @Parameters(paramLabel = "FILE", description = "A YAML or JSON file.")
  private Path file = Path.of("");

  GraphCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!format.equals(MERMAID)) {
      throw new UsageException("--format: expected mermaid, got " + format);
    }
    if (Files.isDirectory(file)) {
      throw new UsageException("is a folder, expected a file: " + file);
    }
    DefinitionSet set = DefinitionSet.read(List.of(file));
    if (!set.problems().isEmpty()) {
      set.problems().forEach(problem -> console.error(problem.toString()));
      return ExitCode.BAD_INPUT;
    }
    console.line(MermaidGraph.of(set.definitions().get(0)));
    return ExitCode.OK;
  }
}
