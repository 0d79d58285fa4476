package io.activitycore.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.activitycore.engine.EventFile;
import io.activitycore.engine.EventMatcher;
import io.activitycore.engine.EventMatcher.Match;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code activity match}. */
@Command(
    name = "match",
    description =
        "Says which definitions each event starts, and why it does not start the others of its"
            + " type.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  activity match --definitions activities/ --events recorded/github/",
      "  kubectl logs shop | activity match --definitions order.yaml --events - --type shop.order",
      "",
      "Prints one JSON object a good event and line, in the order of the input:",
      "  {\"event_id\":..., \"matched\":[ids],"
          + " \"filtered\":[{\"activity\",\"path\",\"expected\",\"actual\"}]}",
      "and 'file:line: reason' on the error output for each bad one; exits 1 if there is any, or a"
          + " wrong",
      "definition, which is left out."
    })
final class MatchCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--definitions",
      required = true,
      paramLabel = "PATH",
      description = "A file, or a folder with *.yaml, *.yml and *.json below it.")
  private Path definitions = Path.of("");

  @Option(
      names = "--events",
      required = true,
      paramLabel = "PATH",
      description = {
        "A file, a folder with *.json, *.ndjson and *.jsonl below it, or - for the input: events"
            + " alone, in arrays, or one a line."
      })
  private Path events = Path.of("");

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = {
        "The type of JSON that is no envelope. Default: its folder and file name, as in"
            + " github/issues.opened.json; the input has none."
      })
  private @Nullable String type;

  private boolean bad;

  MatchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    EventFiles files = new EventFiles(console, type);
    files.require(events);
    DefinitionSet set = DefinitionSet.read(List.of(definitions));
    set.problems().forEach(problem -> console.error(problem.toString()));
    bad = !set.problems().isEmpty();
    if (bad && set.definitions().isEmpty()) {
      return ExitCode.BAD_INPUT;
    }
    EventMatcher matcher = EventMatcher.of(set.definitions());
    files.read(events, read -> answer(read, matcher));
    return bad ? ExitCode.BAD_INPUT : ExitCode.OK;
  }

  private void answer(EventFile.Read read, EventMatcher matcher) {
    if (read instanceof EventFile.Good good) {
      console.line(JsonOutput.compact(object(matcher.match(good.event()))));
    } else {
      bad = true;
      console.error(read.toString());
    }
  }

  private static ObjectNode object(Match match) {
    ObjectNode object = JsonNodeFactory.instance.objectNode().put("event_id", match.eventId());
    ArrayNode matched = object.putArray("matched");
    match.matched().forEach(matched::add);
    ArrayNode filtered = object.putArray("filtered");
    for (EventMatcher.Filtered miss : match.filtered()) {
      filtered
          .addObject()
          .put("activity", miss.activity())
          .put("path", miss.path())
          .<ObjectNode>set("expected", miss.expected())
          .set("actual", miss.actual());
    }
    return object;
  }
}
