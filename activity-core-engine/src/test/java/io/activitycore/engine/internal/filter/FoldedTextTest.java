package io.activitycore.engine.internal.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class FoldedTextTest {
  @Test
  void every_letter_of_the_first_plane_folds_as_in_event_ruler() throws Exception {
    for (int c = 1; c < 0xD800; c++) {
      String letter = Character.toString(c);
      if (forms(letter).size() > 1) {
        assertFoldsAsInEventRuler(letter);
      }
    }
  }

  @Test
  void no_form_of_a_letter_begins_or_ends_with_another_of_it() {
    for (int c = 1; c <= Character.MAX_CODE_POINT; c++) {
      String letter = Character.toString(c);
      String lower = letter.toLowerCase(Locale.ROOT);
      String upper = letter.toUpperCase(Locale.ROOT);
      if (!lower.equals(upper)) {
        assertThat(lower.startsWith(upper) || upper.startsWith(lower)).as("U+%X", c).isFalse();
        assertThat(lower.endsWith(upper) || upper.endsWith(lower)).as("U+%X", c).isFalse();
      }
    }
  }

  private static void assertFoldsAsInEventRuler(String letter) throws Exception {
    String text = 'a' + letter + 'z';
    FoldedText folded = new FoldedText(text);
    ObjectNode pattern = JsonNodeFactory.instance.objectNode();
    pattern.withArray("a").addObject().put("equals-ignore-case", text);
    Ruler ruler = new Ruler(pattern);
    for (String form : forms(letter)) {
      String value = 'A' + form + 'Z';
      assertThat(folded.equalTo(value))
          .as("U+%X on %s", letter.codePointAt(0), value)
          .isEqualTo(ruler.matches(JsonNodeFactory.instance.objectNode().put("a", value)));
    }
  }

  private static Set<String> forms(String letter) {
    Set<String> forms = new TreeSet<>(Set.of(letter));
    forms.add(letter.toLowerCase(Locale.ROOT));
    forms.add(letter.toUpperCase(Locale.ROOT));
    forms.add(letter.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT));
    forms.add(letter.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT));
    forms.add(Character.toString(Character.toTitleCase(letter.codePointAt(0))));
    return forms;
  }
}
