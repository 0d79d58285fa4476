package io.activitycore.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The files that a command line means. A path that is a file is meant whatever its name; of a
 * folder, the files below it with certain suffixes, without hidden files and folders and without
 * linked folders, as the library itself reads folders.
 *
 * @param files by name, sorted; one that two paths lead to stands there once
 * @param faults folders that cannot be read, or hold no such file
 */
record FoundFiles(List<Found> files, List<Fault> faults) {

  /**
   * A file.
   *
   * @param name as messages call it: the path as it was given, and what is below it
   */
  record Found(String name, Path path) {}

  /** What is wrong with a folder, or with a file in it. */
  record Fault(String name, String code, String message) {}

  /**
   * Looks for them.
   *
   * @param suffixes in lower case, with the dot
   * @param what is looked for, in the singular
   * @throws UsageException when a path does not exist
   */
  static FoundFiles below(Collection<Path> paths, List<String> suffixes, String what) {
    List<Found> files = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    for (Path path : paths) {
      require(path);
      if (Files.isDirectory(path)) {
        int before = files.size() + faults.size();
        walk(path, suffixes, files, faults);
        if (files.size() + faults.size() == before) {
          String expected = "*" + String.join(", *", suffixes);
          faults.add(
              new Fault(
                  path.toString(), "no_" + what, "no " + what + " here: expected " + expected));
        }
      } else {
        files.add(new Found(path.toString(), path));
      }
    }
    files.sort(Comparator.comparing(Found::name));
    return new FoundFiles(once(files), List.copyOf(faults));
  }

  static void require(Path path) {
    if (!Files.exists(path)) {
      throw new UsageException("no such file or folder: " + path);
    }
  }

  private static List<Found> once(List<Found> files) {
    Set<Path> seen = new HashSet<>();
    return files.stream().filter(file -> seen.add(real(file.path()))).toList();
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path;
    }
  }

  private static void walk(
      Path folder, List<String> suffixes, List<Found> files, List<Fault> faults) {
    Path root = real(folder);
    try {
      Files.walkFileTree(
          root,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
              boolean left = !path.equals(root) && isHidden(path);
              return left ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (!isHidden(path) && endsWith(path, suffixes) && Files.isRegularFile(path)) {
                files.add(new Found(name(path), path));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
              faults.add(new Fault(name(path), "unreadable", unreadable(e)));
              return FileVisitResult.CONTINUE;
            }

            private String name(Path path) {
              return folder.resolve(root.relativize(path)).toString().replace('\\', '/');
            }
          });
    } catch (IOException e) {
      faults.add(new Fault(folder.toString(), "unreadable", unreadable(e)));
    }
  }

  static String unreadable(IOException e) {
    return "cannot be read: " + e;
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  private static boolean endsWith(Path path, List<String> suffixes) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return suffixes.stream().anyMatch(name::endsWith);
  }
}
