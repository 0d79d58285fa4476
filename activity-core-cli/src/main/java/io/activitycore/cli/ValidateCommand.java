package io.activitycore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.definition.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code activity validate}. */
@Command(
    name = "validate",
    description =
        "Checks definitions: their form, graph, expressions, filters, and that ids are unique.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  activity validate activities/",
      "  activity validate --json orders.yaml shipping.yaml",
      "",
      "Prints one line a problem, 'file:line: pointer: message', and exits 1 if there is any."
    })
final class ValidateCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--json",
      description = "Print one JSON array of {file, line, pointer, code, message} instead.")
  private boolean json;

  @Parameters(
      arity = "1..*",
      paramLabel = "PATH",
      description = "A file, or a folder with *.yaml, *.yml and *.json below it.")
  private List<Path> paths = List.of();

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    DefinitionSet set = DefinitionSet.read(paths);
    List<Problem> problems = set.problems();
    if (json) {
      console.line(array(problems));
    } else if (problems.isEmpty()) {
      int count = set.definitions().size();
      console.line(count + (count == 1 ? " definition" : " definitions") + " valid");
    } else {
      problems.forEach(problem -> console.line(problem.toString()));
    }
    return problems.isEmpty() ? ExitCode.OK : ExitCode.BAD_INPUT;
  }

  /** One problem a line, so that people can read it too. */
  private static String array(List<Problem> problems) {
    return problems.isEmpty()
        ? "[]"
        : problems.stream()
            .map(ValidateCommand::object)
            .collect(Collectors.joining(",\n  ", "[\n  ", "\n]"));
  }

  private static String object(Problem problem) {
    byte[] text =
        JsonOutput.compact(
            JsonNodeFactory.instance
                .objectNode()
                .put("file", problem.file())
                .put("line", problem.line())
                .put("pointer", problem.pointer())
                .put("code", problem.code())
                .put("message", problem.message()));
    return new String(text, StandardCharsets.UTF_8);
  }
}
