package io.activitycore.cli;

import static io.activitycore.cli.Cli.file;
import static io.activitycore.cli.Cli.golden;
import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.cli.Cli.Result;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar that is handed out, in a process of its own. */
class ActivityJarIT {

  private static final String JAR = "target/activity.jar";

  @TempDir private Path folder = Path.of("");

  private Result java(String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Else Java 24 and later warn on stderr of what a library does; dev/activity gives it, too.
    command.add("-Dsun.misc.unsafe.memory.access=allow");
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Dfile.encoding=US-ASCII", "-jar", JAR));
    command.addAll(List.of(args));
    File out = folder.resolve("out").toFile();
    File err = folder.resolve("err").toFile();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LC_ALL", "C");
    int code = builder.redirectOutput(out).redirectError(err).start().waitFor();
    return new Result(code, Files.readString(out.toPath()), Files.readString(err.toPath()));
  }

  @Test
  void definitionsAreValidated() throws Exception {
    assertThat(java("validate", file("activities")))
        .isEqualTo(new Result(0, "4 definitions valid\n", ""));
    assertThat(java("validate", "--json", file("doubled"), file("broken")))
        .isEqualTo(new Result(1, golden("validate.json"), ""));
  }

  @Test
  void eventsAreMatched() throws Exception {
    assertThat(java("match", "--definitions", file("activities"), "--events", file("events")))
        .isEqualTo(new Result(1, golden("match.ndjson"), golden("match.err")));
  }

  @Test
  void aRunIsSimulatedInUtf8WhateverThePlatform() throws Exception {
    Result result =
        java(
            "simulate",
            "--definition",
            file("activities/order-fulfilment.yaml"),
            "--event",
            file("simulate/order.json"),
            "--context",
            file("simulate/gold.yaml"),
            "--results",
            file("simulate/created.yaml"));

    assertThat(result).isEqualTo(new Result(0, golden("simulate.json"), ""));
    assertThat(result.out()).contains("Zoë");
  }

  @Test
  void theJarKnowsItsNameAndVersion() throws Exception {
    try (JarFile jar = new JarFile(JAR)) {
      var manifest = jar.getManifest().getMainAttributes();
      String version = manifest.getValue("Implementation-Version");

      assertThat(manifest.getValue("Automatic-Module-Name")).isEqualTo("io.activitycore.cli");
      assertThat(jar.stream().map(java.util.zip.ZipEntry::getName))
          .noneMatch(name -> name.endsWith("module-info.class"))
          .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"));
      assertThat(java("--version")).isEqualTo(new Result(0, "activity " + version + "\n", ""));
    }
  }
}
