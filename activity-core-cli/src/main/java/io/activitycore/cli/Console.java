package io.activitycore.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * The three streams, in UTF-8 whatever the platform's charset, with {@code \n} as line end. The
 * output is buffered: {@link #flush} it at the end; the error output is not. Not thread-safe.
 */
final class Console {

  private static final int BUFFER = 1 << 16;

  private final InputStream in;
  private final OutputStream out;
  private final PrintWriter err;

  Console(InputStream in, OutputStream out, OutputStream err) {
    this.in = in;
    this.out = new BufferedOutputStream(new Guarded(out), BUFFER);
    this.err = new PrintWriter(new OutputStreamWriter(err, StandardCharsets.UTF_8), true);
  }

  /** This process's own streams. */
  static Console system() {
    return new Console(
        System.in,
        new FileOutputStream(FileDescriptor.out),
        new FileOutputStream(FileDescriptor.err));
  }

  InputStream in() {
    return in;
  }

  /** For text that somebody else formats. */
  PrintWriter writer() {
    return new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), false);
  }

  PrintWriter errWriter() {
    return err;
  }

  /**
   * Writes a line to the output.
   *
   * @throws OutputException when it takes no more
   */
  void line(String text) {
    line(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The same for text that is UTF-8 already. */
  void line(byte[] text) {
    try {
      out.write(text);
      out.write('\n');
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }

  /** Writes a line to the error output; that it cannot be written is not told to anybody. */
  void error(String text) {
    err.print(text + "\n");
    err.flush();
  }

  /**
   * Hands over what is buffered.
   *
   * @throws OutputException when it is not taken
   */
  void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new OutputException(e);
    }
  }

  /** Says by its exception that it was the output that failed, through whatever writes to it. */
  private static final class Guarded extends OutputStream {
    private final OutputStream target;

    Guarded(OutputStream target) {
      this.target = target;
    }

    @Override
    public void write(int b) {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
      try {
        target.write(bytes, from, length);
      } catch (IOException e) {
        throw new OutputException(e);
      }
    }

    @Override
    public void flush() {
      try {
        target.flush();
      } catch (IOException e) {
        throw new OutputException(e);
      }
    }
  }
}
