package io.activitycore.engine.internal.reply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyPayloadTest {

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {'result': {'id': 1}}                          | {'result': {'id': 1}}
          {'result': null}                               | {'result': null}
          {'result': false, 'error': null, 'more': 1}    | {'result': false}
          {'error': {'type': 'declined', 'message': 'no', 'more': 1}} | {'error': {'type': 'declined', 'message': 'no'}}
          {'error': {'type': 'declined'}, 'result': null} | {'error': {'type': 'declined', 'message': ''}}
          {'error': {'type': 'declined', 'message': null}} | {'error': {'type': 'declined', 'message': ''}}
          """)
  void a_result_or_an_error_settles(String payload, String settlement) throws Exception {
    assertThat(ReplyPayload.read(json(payload)))
        .isEqualTo(new ReplyPayload.Settled(json(settlement)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          5                                         | must be an object
          []                                        | must be an object
          {}                                        | got none
          {'error': null}                           | got none
          {'result': 1, 'error': {'type': 'x'}}     | got both
          {'error': 'declined'}                     | must have a type
          {'error': {}}                             | must have a type
          {'error': {'type': ' '}}                  | must have a type
          {'error': {'type': 5}}                    | must have a type
          {'error': {'type': 'x', 'message': 5}}    | must be a text
          """)
  void anything_else_is_unreadable(String payload, String reason) throws Exception {
    assertThat(ReplyPayload.read(json(payload)))
        .isInstanceOfSatisfying(
            ReplyPayload.Unreadable.class,
            unreadable -> assertThat(unreadable.reason()).contains(reason));
  }
}
