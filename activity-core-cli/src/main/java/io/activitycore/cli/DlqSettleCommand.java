package io.activitycore.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.activitycore.spi.DeadLetterQuery;
import io.activitycore.spi.DeadLetters;
import io.activitycore.spi.StoredDeadLetter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiPredicate;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code activity dlq replay} and {@code activity dlq discard}. */
@Command(footerHeading = "%n", footer = "Prints one line for each: what was done, and its id.")
final class DlqSettleCommand implements Callable<Integer> {

  private final Console console;
  private final String done;
  private final BiPredicate<DeadLetters, String> work;

  @Mixin private BrokerChoice broker = new BrokerChoice();
  @Mixin private DlqFilter filter = new DlqFilter();

  @Option(names = "--all", description = "All there are when the command begins.")
  private boolean all;

  @Option(names = "--dry-run", description = "Only say which ones.")
  private boolean dryRun;

  @Option(names = "--json", description = "One JSON object a line.")
  private boolean json;

  @Parameters(paramLabel = "ID", arity = "0..*", description = "As activity dlq list shows it.")
  private List<String> ids = new ArrayList<>();

  private DlqSettleCommand(Console console, String done, BiPredicate<DeadLetters, String> work) {
    this.console = console;
    this.done = done;
    this.work = work;
  }

  static CommandLine replay(Console console) {
    return command(
        new DlqSettleCommand(console, "replayed", DeadLetters::replay),
        "Publishes dead letters again to where they came from, bytes, headers and event id as they"
            + " were, and removes them.");
  }

  static CommandLine discard(Console console) {
    return command(
        new DlqSettleCommand(console, "discarded", DeadLetters::discard),
        "Removes dead letters for good.");
  }

  private static CommandLine command(DlqSettleCommand command, String description) {
    CommandLine line = new CommandLine(command);
    line.getCommandSpec().usageMessage().description(description);
    return line;
  }

  @Override
  public Integer call() {
    int ways = (ids.isEmpty() ? 0 : 1) + (filter.isSet() ? 1 : 0) + (all ? 1 : 0);
    if (ways != 1) {
      throw new UsageException(
          "expected ids, or a filter (--code, --type, --from, --to), or --all, and one of these");
    }
    return broker.withDeadLetters(letters -> ids.isEmpty() ? many(letters) : named(letters));
  }

  private int named(DeadLetters letters) {
    int code = ExitCode.OK;
    for (String id : ids) {
      boolean settled = dryRun ? letters.find(id).isPresent() : work.test(letters, id);
      if (settled) {
        print(id);
      } else {
        console.error(id + ": no such dead letter");
        code = ExitCode.BAD_INPUT;
      }
    }
    return code;
  }

  /** Not those that come while it is at it: a replay that fails again would never end. */
  private int many(DeadLetters letters) {
    DeadLetterQuery asked = filter.query();
    Instant now = Instant.now();
    Instant to = asked.to() == null || asked.to().isAfter(now) ? now : asked.to();
    if (asked.from() != null && asked.from().isAfter(to)) {
      return ExitCode.OK;
    }
    DeadLetterQuery query = asked.between(asked.from(), to);
    Set<String> seen = new HashSet<>();
    boolean more = true;
    while (more) {
      List<StoredDeadLetter> page = letters.list(query);
      more = page.size() == DeadLetterQuery.MAX_LIMIT && !dryRun && !areAllIn(seen, page);
      for (StoredDeadLetter letter : page) {
        if (seen.add(letter.id()) && (dryRun || work.test(letters, letter.id()))) {
          print(letter.id());
        }
      }
    }
    return ExitCode.OK;
  }

  private static boolean areAllIn(Set<String> seen, List<StoredDeadLetter> page) {
    return page.stream().allMatch(letter -> seen.contains(letter.id()));
  }

  private void print(String id) {
    String what = dryRun ? "would be " + done : done;
    if (json) {
      console.line(
          JsonOutput.compact(
              JsonNodeFactory.instance.objectNode().put("id", id).put(done, !dryRun)));
    } else {
      console.line(what + "\t" + id);
    }
    console.flush();
  }
}
