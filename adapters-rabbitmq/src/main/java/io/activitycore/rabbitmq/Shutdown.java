package io.activitycore.rabbitmq;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Method;
import com.rabbitmq.client.ShutdownSignalException;

/** Reads why the server closed a channel or a connection. */
final class Shutdown {

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
