package io.activitycore.nats;

import io.activitycore.spi.Settlement;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The net below our own delivery limit: when the server gives a message up (it reached the
 * consumer's limit, say because processes died again and again), the message is dead-lettered from
 * the stream. Every process that listens does so; the message id makes it one.
 */
final class Forgotten implements MessageHandler {

  private static final Logger log = LoggerFactory.getLogger(Forgotten.class);
  private static final Pattern SEQUENCE = Pattern.compile("\"stream_seq\"\\s*:\\s*(\\d+)");

  private static final int NOT_FOUND = 10037;

  private final NatsOptions options;
  private final NatsLink link;
  private final DeadLetterWriter deadLetters;

  Forgotten(NatsOptions options, NatsLink link, DeadLetterWriter deadLetters) {
    this.options = options;
    this.link = link;
    this.deadLetters = deadLetters;
  }

  static String advisories(NatsOptions options) {
    return "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES."
        + options.stream()
        + "."
        + options.consumer();
  }

  @Override
  public void onMessage(Message advisory) {
    rescue(advisory, () -> {});
  }

  /**
   * Dead-letters the message that an advisory is about.
   *
   * @param done what to do when it is put away, or cannot be any more
   */
  void rescue(Message advisory, Runnable done) {
    String text = new String(advisory.getData(), StandardCharsets.UTF_8);
    Matcher sequence = SEQUENCE.matcher(text);
    if (!sequence.find()) {
      log.error("NATS: an advisory without stream_seq: {}", Names.header(text));
      done.run();
      return;
    }
    rescue(Long.parseLong(sequence.group(1)), done);
  }

  private void rescue(long sequence, Runnable done) {
    try {
      Original original =
          Original.of(link.management().getMessage(options.stream(), sequence), options.stream());
      deadLetters.put(
          original,
          new Settlement.DeadLetter(
              "delivery_limit", "the server gave it up after max_deliver deliveries"),
          done);
    } catch (IOException | JetStreamApiException e) {
      log.error(
          "NATS: {}#{} was given up by the server and cannot be read: {}",
          options.stream(),
          sequence,
          e.toString());
      if (e instanceof JetStreamApiException said && said.getApiErrorCode() == NOT_FOUND) {
        done.run();
      }
    }
  }
}
