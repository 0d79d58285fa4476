package io.activitycore.benchmarks.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * CPU time used so far, in seconds, by this process, the server and the whole machine. Reads Linux'
 * {@code /proc}; elsewhere everything is 0.
 *
 * @param ours this process
 * @param server the server's process
 * @param machine all of it
 */
public record Cpu(double ours, double server, double machine) {

  /** Linux counts in hundredths of a second. */
  private static final double TICKS = 100;

  private static final int USER = 11;

  /**
   * Reads them.
   *
   * @param serverPid 0 where it is not known
   */
  public static Cpu now(long serverPid) {
    double ours = process(ProcessHandle.current().pid());
    return new Cpu(ours, serverPid == 0 ? 0 : process(serverPid), wholeMachine());
  }

  /** What was used since. */
  public Cpu since(Cpu before) {
    return new Cpu(ours - before.ours, server - before.server, machine - before.machine);
  }

  /** What others used. */
  public double foreign() {
    return Math.max(0, machine - ours - server);
  }

  private static double process(long pid) {
    String stat = read(Path.of("/proc", Long.toString(pid), "stat"));
    // The second field is the name, in parentheses, and may hold spaces.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    return fields.length <= USER + 1
        ? 0
        : (Long.parseLong(fields[USER]) + Long.parseLong(fields[USER + 1])) / TICKS;
  }

  /** User, nice, system; then idle, iowait; then irq, softirq, steal. */
  private static double wholeMachine() {
    String[] fields = read(Path.of("/proc/stat")).lines().findFirst().orElse("").split(" +", -1);
    double sum = 0;
    for (int i = 1; i < Math.min(fields.length, 9); i++) {
      if (i != 4 && i != 5) {
        sum += Long.parseLong(fields[i]) / TICKS;
      }
    }
    return sum;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
