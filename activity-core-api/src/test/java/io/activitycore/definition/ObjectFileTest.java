package io.activitycore.definition;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectFileTest {

  private static ObjectFile read(String file, String text) {
    return ObjectFile.read(file, text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void reads_an_object_from_yaml_and_json() {
    assertThat(read("x.yaml", "a: { b: 1 }\nc: null\n").object())
        .hasToString("{\"a\":{\"b\":1},\"c\":null}")
        .isEqualTo(read("x.json", "{\"a\": {\"b\": 1}, \"c\": null}").object());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          x.yaml | '- 1'          | x.yaml:1: must be an object, got a list
          x.yaml | text           | x.yaml:1: must be an object, got the string "text"
          x.yaml | ''             | x.yaml:1: is empty, expected an object
          x.json | {"a":1,"a":2}  | x.json:1: /a: stands twice in the same object
          """)
  void says_what_is_wrong(String file, String text, String problem) {
    ObjectFile read = read(file, text);
    assertThat(read.object()).isNull();
    assertThat(read.problems()).singleElement().hasToString(problem);
  }
}
