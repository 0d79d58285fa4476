package io.activitycore.docs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

final class SnippetsTest {

  private static final Set<String> CHECKED = Set.of("java", "yaml");

  private static List<Fence> fences() {
    return MarkdownFiles.all().stream().flatMap(page -> Fence.of(page).stream()).toList();
  }

  @Test
  void every_snippet_equals_the_source_that_runs() {
    SoftAssertions softly = new SoftAssertions();
    int seen = 0;
    for (Fence fence : fences()) {
      String snippet = fence.snippet();
      if (snippet != null) {
        seen++;
        softly
            .assertThat(fence.text())
            .as("%s quotes %s", fence.place(), snippet)
            .isEqualTo(Region.text(snippet));
      }
    }
    softly.assertThat(seen).isPositive();
    softly.assertAll();
  }

  @Test
  void every_block_of_java_and_yaml_is_a_snippet() {
    assertThat(fences())
        .filteredOn(fence -> CHECKED.contains(fence.language()))
        .allSatisfy(fence -> assertThat(fence.snippet()).as(fence.place()).isNotNull());
  }

  @Test
  void every_artifact_that_a_page_names_is_in_the_bom() throws Exception {
    Path bom = MarkdownFiles.ROOT.resolve("bom/pom.xml");
    List<String> known = artifacts(Files.readString(bom));
    assertThat(fences())
        .filteredOn(fence -> fence.language().equals("xml"))
        .isNotEmpty()
        .allSatisfy(
            fence -> assertThat(known).as(fence.place()).containsAll(artifacts(fence.text())));
  }

  private static List<String> artifacts(String xml) {
    Matcher matcher = Pattern.compile("<artifactId>(activity-core-[a-z-]+)<").matcher(xml);
    return matcher.results().map(result -> result.group(1)).toList();
  }
}
