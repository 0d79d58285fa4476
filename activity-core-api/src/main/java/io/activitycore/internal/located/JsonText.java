package io.activitycore.internal.located;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.activitycore.internal.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Tokens of JSON. */
final class JsonText {

  /** Looser than ours, so that both formats have the same limits with the same words. */
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(LocatedParser.MAX_DEPTH + 1)
                  .maxNumberLength(LocatedParser.MAX_BYTES)
                  .maxNameLength(LocatedParser.MAX_BYTES)
                  .build())
          .build();

  private JsonText() {}

  static void read(String text, TreeBuilder tree) throws ParseFailure {
    try (JsonParser parser = FACTORY.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        int line = parser.currentTokenLocation().getLineNr();
        if (tree.complete()) {
          throw new ParseFailure("syntax", line, "goes on after the end of its value");
        }
        token(parser, token, line, tree);
      }
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new ParseFailure("syntax", line, message(e));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory", e);
    }
  }

  private static void token(JsonParser parser, JsonToken token, int line, TreeBuilder tree)
      throws IOException, ParseFailure {
    switch (token) {
      case START_OBJECT -> tree.openObject(line);
      case START_ARRAY -> tree.openArray(line);
      case END_OBJECT, END_ARRAY -> tree.close();
      case FIELD_NAME -> tree.key(parser.currentName(), line);
      default -> tree.value(scalar(parser, token, line), line);
    }
  }

  private static JsonNode scalar(JsonParser parser, JsonToken token, int line)
      throws IOException, ParseFailure {
    return switch (token) {
      case VALUE_STRING -> TextNode.valueOf(parser.getText());
      case VALUE_TRUE -> BooleanNode.TRUE;
      case VALUE_FALSE -> BooleanNode.FALSE;
      case VALUE_NULL -> NullNode.getInstance();
      default -> LocatedParser.number(parser.getText(), line);
    };
  }

  private static String message(JsonProcessingException e) {
    String text = e.getOriginalMessage().replaceAll("\\[Source:[^;\\]]*; ([^\\]]*)]", "$1");
    return "is not JSON: " + Texts.line(text, 200);
  }
}
