package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads why the server closed a channel or a connection. */
final class Shutdown {

  /** By the server's {@code max_message_size}, or by its own bound when that is the limit. */
  private static final Pattern TOO_LARGE =
      Pattern.compile("message size \\d+ is larger than (?:configured )?max size (\\d{1,18})");

  private Shutdown() {}

  /** The server's reply code, such as {@link AMQP#NOT_FOUND}; 0 when it gave none. */
  static int code(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof ShutdownSignalException shutdown) {
        Method reason = shutdown.getReason();
        if (reason instanceof AMQP.Channel.Close close) {
          return close.getReplyCode();
        }
        if (reason instanceof AMQP.Connection.Close close) {
          return close.getReplyCode();
        }
      }
    }
    return 0;
  }

  /**
   * The largest body that the server takes, when that is what it closed the channel for. It does
   * not say which message was larger, and has closed the channel for those around it, too.
   */
  static OptionalLong largestBody(ShutdownSignalException shutdown) {
    if (code(shutdown) != AMQP.PRECONDITION_FAILED) {
      return OptionalLong.empty();
    }
    Matcher said = TOO_LARGE.matcher(text(shutdown));
    return said.find() ? OptionalLong.of(Long.parseLong(said.group(1))) : OptionalLong.empty();
  }

  /** The server's words; the client's where it gave none. */
  static String text(ShutdownSignalException shutdown) {
    Method reason = shutdown.getReason();
    if (reason instanceof AMQP.Channel.Close close) {
      return close.getReplyText();
    }
    if (reason instanceof AMQP.Connection.Close close) {
      return close.getReplyText();
    }
    Throwable cause = shutdown.getCause();
    return cause == null ? String.valueOf(shutdown.getMessage()) : cause.toString();
  }
}
