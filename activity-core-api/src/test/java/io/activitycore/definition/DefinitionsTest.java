package io.activitycore.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.activitycore.definition.Definitions.Loaded;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DefinitionsTest {

  private final Path directory;

  DefinitionsTest(@TempDir Path directory) {
    this.directory = directory;
  }

  private static String definition(String id) {
    return "id: " + id + "\ntrigger: { manual: {} }\nrules: [{ tasks: [{ id: a, task: t }] }]\n";
  }

  private void write(String file, String text) throws IOException {
    Path path = directory.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private List<String> good(Loaded loaded) {
    return loaded.good().stream()
        .map(
            source ->
                source.file().replace(directory.toString(), "D") + " " + source.definition().id())
        .toList();
  }

  private List<String> problems(Loaded loaded) {
    return loaded.problems().stream()
        .map(problem -> problem.toString().replace(directory.toString(), "D"))
        .toList();
  }

  @Test
  void loads_a_directory_and_keeps_the_good_ones() throws IOException {
    write("b.yaml", definition("b"));
    write("sub/deep/a.yml", definition("a"));
    write(
        "c.json",
        DefinitionJson.text(new RandomDefinitions(1).next()).replaceFirst("id-[0-9]+", "c"));
    write("wrong.yaml", "id: w\n");
    write("notes.txt", "no definition");
    write("..2026/b.yaml", definition("b"));
    write(".hidden.yaml", definition("b"));
    Loaded loaded = Definitions.fromDirectory(directory).load();
    assertThat(good(loaded)).containsExactly("D/b.yaml b", "D/c.json c", "D/sub/deep/a.yml a");
    assertThat(problems(loaded))
        .containsExactly(
            "D/wrong.yaml:1: needs exactly one of graph, rules, got none",
            "D/wrong.yaml:1: /trigger: is required");
    assertThatThrownBy(loaded::orThrow).isInstanceOf(DefinitionException.class);
  }

  @Test
  void follows_linked_files() throws IOException {
    write("..data/x.yaml", definition("x"));
    Files.createSymbolicLink(directory.resolve("x.yaml"), Path.of("..data", "x.yaml"));
    assertThat(good(Definitions.fromDirectory(directory).load())).containsExactly("D/x.yaml x");
  }

  @Test
  void follows_a_link_to_the_directory_itself() throws IOException {
    write("real/x.yaml", definition("x"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));
    assertThat(good(Definitions.fromDirectory(link).load())).containsExactly("D/link/x.yaml x");
  }

  @Test
  void refuses_one_id_for_two_definitions_of_the_hosts_own_place() {
    Definitions.Source a = source("a");
    Loaded loaded = Loaded.of(List.of(a, source("b"), source("b")), List.of());
    assertThat(loaded.good()).containsExactly(a);
    assertThat(loaded.problems()).extracting(Problem::code).containsOnly("duplicate_id").hasSize(2);
  }

  private static Definitions.Source source(String id) {
    ActivityDefinition definition =
        ActivityDefinition.builder(id).rules(Rule.always(Node.task("t", "t.do").build())).build();
    return new Definitions.Source(definition, id, LineMap.NONE);
  }

  @Test
  void reads_the_directory_anew_each_time() throws IOException {
    Definitions definitions = Definitions.fromDirectory(directory);
    assertThat(definitions.load()).isEqualTo(new Loaded(List.of(), List.of()));
    write("x.yaml", definition("x"));
    assertThat(definitions.load().orThrow()).hasSize(1);
  }

  @Test
  void says_what_cannot_be_read() throws IOException {
    assertThat(problems(Definitions.fromDirectory(directory.resolve("none")).load()))
        .singleElement()
        .asString()
        .startsWith("D/none: cannot be read: java.nio.file.NoSuchFileException");
    Files.write(directory.resolve("big.yaml"), new byte[3 * 1024 * 1024]);
    assertThat(problems(Definitions.fromDirectory(directory).load()))
        .containsExactly("D/big.yaml:1: is larger than 2 MiB");
    assertThat(Definitions.fromClasspath("no/such/folder").load().problems())
        .extracting(Problem::code)
        .containsExactly("unreadable");
  }

  @Test
  void takes_neither_of_two_with_the_same_id() throws IOException {
    write("1.yaml", definition("x"));
    write("2.yaml", "\n" + definition("x"));
    write("3.yaml", definition("y"));
    Loaded loaded = Definitions.fromDirectory(directory).load();
    assertThat(good(loaded)).containsExactly("D/3.yaml y");
    assertThat(problems(loaded))
        .containsExactly(
            "D/1.yaml:1: /id: x is the id of another definition too: D/2.yaml",
            "D/2.yaml:2: /id: x is the id of another definition too: D/1.yaml");
    ActivityDefinition definition = loaded.good().get(0).definition();
    assertThat(Definitions.of(definition).load().orThrow()).containsExactly(definition);
    assertThat(Definitions.of(definition, definition).load().problems())
        .extracting(Problem::toString)
        .containsOnly("java: /id: y is the id of another definition too: java");
  }

  @Test
  void loads_a_folder_of_the_class_path() {
    Loaded loaded = Definitions.fromClasspath("definitions").load();
    assertThat(good(loaded))
        .containsExactly(
            "definitions/account-watch.yaml account-watch",
            "definitions/flat-rules.yaml order-checks",
            "definitions/order-fulfilment.yaml order-fulfilment");
  }

  @Test
  void loads_a_folder_from_directories_and_jars() throws IOException {
    Path jar = directory.resolve("x.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(out)) {
      for (String name : List.of("acts/", "acts/a.yaml", "acts/sub/b.yaml", "other/c.yaml")) {
        entries.putNextEntry(new JarEntry(name));
        entries.write(
            definition("in-" + name.replaceAll("\\W", "-"))
                .getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }
    }
    write("classes/acts/a.yaml", definition("beside"));
    URL[] path = {jar.toUri().toURL(), directory.resolve("classes").toUri().toURL()};
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try (URLClassLoader loader = new URLClassLoader(path, before)) {
      thread.setContextClassLoader(loader);
      assertThat(good(Definitions.fromClasspath("/acts/").load()))
          .containsExactly(
              "acts(file:D/classes/acts)/a.yaml beside",
              "acts/a.yaml in-acts-a-yaml",
              "acts/sub/b.yaml in-acts-sub-b-yaml");
    } finally {
      thread.setContextClassLoader(before);
    }
  }
}
