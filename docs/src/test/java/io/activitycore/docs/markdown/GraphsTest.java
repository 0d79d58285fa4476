package io.activitycore.docs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.definition.ActivityDefinition;
import io.activitycore.definition.DefinitionReader;
import io.activitycore.definition.Definitions;
import io.activitycore.definition.ReadResult;
import io.activitycore.engine.DefinitionValidator;
import io.activitycore.engine.MermaidGraph;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

final class GraphsTest {

  private static final String GRAPH = "<!-- graph: ";

  private static final Path FOLDER =
      Path.of("src", "test", "resources", "guide", "graphs").toAbsolutePath();

  private static List<Fence> pictures() {
    return MarkdownFiles.all().stream()
        .flatMap(page -> Fence.of(page).stream())
        .filter(fence -> fence.language().equals("mermaid"))
        .toList();
  }

  private static String source(Fence picture) {
    String marker = picture.marker();
    assertThat(marker).as(picture.place()).startsWith(GRAPH).endsWith(".yaml -->");
    return marker.substring(GRAPH.length(), marker.length() - " -->".length());
  }

  private static ActivityDefinition definition(String file) {
    ReadResult read =
        DefinitionReader.read(file, Region.text(file).getBytes(StandardCharsets.UTF_8));
    assertThat(read.problems()).as(file).isEmpty();
    ActivityDefinition definition = Objects.requireNonNull(read.definition());
    assertThat(
            DefinitionValidator.create()
                .check(new Definitions.Source(definition, file, read.lines())))
        .as(file)
        .isEmpty();
    return definition;
  }

  @Test
  void every_picture_is_drawn_from_the_valid_definition_that_it_names() {
    SoftAssertions softly = new SoftAssertions();
    for (Fence picture : pictures()) {
      softly
          .assertThat(picture.text())
          .as("%s: print it with `activity graph`", picture.place())
          .isEqualTo(MermaidGraph.of(definition(source(picture))));
    }
    softly.assertAll();
  }

  @Test
  void every_definition_of_the_guide_on_graphs_is_shown_beside_its_picture() {
    List<String> files =
        MarkdownFiles.below(FOLDER, ".yaml").stream()
            .map(file -> String.valueOf(file.getFileName()))
            .toList();
    List<Fence> shown = Fence.of(MarkdownFiles.ROOT.resolve("docs/guide/graphs.md"));

    assertThat(files).hasSizeGreaterThan(10);
    assertThat(shown).hasSize(2 * files.size());
    for (int i = 0; i < shown.size(); i += 2) {
      assertThat(source(shown.get(i + 1))).isEqualTo(shown.get(i).snippet());
    }
    assertThat(shown).extracting(Fence::snippet).containsAll(files);
  }
}
