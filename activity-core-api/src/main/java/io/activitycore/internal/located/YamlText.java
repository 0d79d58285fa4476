package io.activitycore.internal.located;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.internal.Texts;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/** Events of YAML; how plain scalars are read stands in the package's documentation. */
final class YamlText {

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

  /** What YAML 1.1 or 1.2 takes for a number and JSON does not. */
  private static final Pattern OTHER_NUMBER =
      Pattern.compile(
          "[-+]?(0x[0-9a-fA-F_]+|0o[0-7_]+|0b[01_]+|\\.(inf|Inf|INF)"
              + "|[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?"
              + "|\\.[0-9][0-9_]*([eE][-+]?[0-9]+)?)|\\.(nan|NaN|NAN)");

  private final TreeBuilder tree;
  private boolean documentSeen;

  private YamlText(TreeBuilder tree) {
    this.tree = tree;
  }

  static void read(String text, TreeBuilder tree) throws ParseFailure {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(LocatedParser.MAX_BYTES);
    YamlText yaml = new YamlText(tree);
    try {
      ParserImpl parser = new ParserImpl(new StreamReader(text), options);
      for (Event event = parser.getEvent(); event != null; event = parser.getEvent()) {
        yaml.event(event);
      }
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      throw new ParseFailure("syntax", line, message(e.getContext(), e.getProblem()));
    } catch (ReaderException e) {
      int end = text.offsetByCodePoints(0, e.getPosition());
      int line = 1 + (int) text.substring(0, end).chars().filter(c -> c == '\n').count();
      throw new ParseFailure(
          "syntax",
          line,
          String.format("has a character that YAML forbids: U+%04X", e.getCodePoint()));
    } catch (YAMLException e) {
      throw new ParseFailure("syntax", 1, message(null, e.getMessage()));
    }
  }

  private static String message(@Nullable String context, @Nullable String problem) {
    return "is not YAML: "
        + Texts.line(context == null ? String.valueOf(problem) : context + ", " + problem, 200);
  }

  private void event(Event event) throws ParseFailure {
    int line = event.getStartMark().getLine() + 1;
    if (event instanceof NodeEvent node) {
      refuse(node, line);
    }
    switch (event.getEventId()) {
      case DocumentStart -> document(line);
      case MappingStart -> tree.openObject(noKey(line));
      case SequenceStart -> tree.openArray(noKey(line));
      case MappingEnd, SequenceEnd -> tree.close();
      case Scalar -> scalar((ScalarEvent) event, line);
      default -> {
        // The stream's ends and the document's end say nothing.
      }
    }
  }

  private void document(int line) throws ParseFailure {
    if (documentSeen) {
      throw new ParseFailure("documents", line, "has a second YAML document, expected one a file");
    }
    documentSeen = true;
  }

  private int noKey(int line) throws ParseFailure {
    if (tree.expectsKey()) {
      throw new ParseFailure("syntax", line, "has a key that is not a text");
    }
    return line;
  }

  private static void refuse(NodeEvent event, int line) throws ParseFailure {
    if (event instanceof AliasEvent) {
      throw new ParseFailure(
          "alias",
          line,
          "has a YAML alias *" + Texts.shorten(event.getAnchor()) + ": write it out");
    }
    if (event.getAnchor() != null) {
      throw new ParseFailure(
          "alias",
          line,
          "has a YAML anchor &" + Texts.shorten(event.getAnchor()) + ": leave it out");
    }
    String tag =
        event instanceof ScalarEvent scalar
            ? scalar.getTag()
            : event instanceof CollectionStartEvent start ? start.getTag() : null;
    if (tag != null) {
      throw new ParseFailure(
          "tag", line, "has a YAML tag " + Texts.shorten(tag) + ": leave it out");
    }
  }

  private void scalar(ScalarEvent event, int line) throws ParseFailure {
    String text = event.getValue();
    if (tree.expectsKey()) {
      if (event.isPlain() && text.equals("<<")) {
        throw new ParseFailure("alias", line, "has a YAML merge key <<: write it out");
      }
      tree.key(text, line);
    } else {
      tree.value(event.isPlain() ? plain(text, line) : TextNode.valueOf(text), line);
    }
  }

  private JsonNode plain(String text, int line) throws ParseFailure {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> NullNode.getInstance();
      case "true", "True", "TRUE" -> BooleanNode.TRUE;
      case "false", "False", "FALSE" -> BooleanNode.FALSE;
      default -> numberOrText(text, line);
    };
  }

  private JsonNode numberOrText(String text, int line) throws ParseFailure {
    if (NUMBER.matcher(text).matches()) {
      return LocatedParser.number(text, line);
    }
    if (OTHER_NUMBER.matcher(text).matches()) {
      tree.report(
          line,
          "number",
          Texts.shorten(text)
              + " is a number to some readers only: quote it or write it as in JSON");
    }
    return TextNode.valueOf(text);
  }
}
