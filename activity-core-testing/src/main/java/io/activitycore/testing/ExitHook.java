package io.activitycore.testing;

/** Something to do when the JVM ends, unless removed before. */
final class ExitHook {
  private final Thread thread;

  private ExitHook(Thread thread) {
    this.thread = thread;
  }

  static ExitHook add(Runnable action) {
    ExitHook hook = new ExitHook(new Thread(action, "activity-core-testing-exit"));
    Runtime.getRuntime().addShutdownHook(hook.thread);
    return hook;
  }

  /** Idempotent; does nothing once the JVM is ending. */
  void remove() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // the JVM is ending: the hook runs, and whoever removes it has done its work already
    }
  }
}
