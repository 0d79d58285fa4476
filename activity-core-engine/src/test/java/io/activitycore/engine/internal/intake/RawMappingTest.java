package io.activitycore.engine.internal.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RawMappingTest {

  private static RawMapping mapping(String path) {
    return RawMapping.forFile(Path.of(path), null);
  }

  @Test
  void folder_and_name_give_type_and_source() {
    assertThat(mapping("events/github/issues.opened.json"))
        .isEqualTo(new RawMapping("github.issues.opened", "github"));
    assertThat(mapping("/github/./x/../fork.json"))
        .isEqualTo(new RawMapping("github.fork", "github"));
    assertThat(mapping("/github/lines.ndjson"))
        .isEqualTo(new RawMapping("github.lines.ndjson", "github"));
  }

  @Test
  void a_type_of_the_callers_replaces_the_one_of_the_name() {
    assertThat(RawMapping.forFile(Path.of("/github/fork.json"), "forked"))
        .isEqualTo(new RawMapping("forked", "github"));
  }

  @Test
  void a_file_in_the_current_folder_has_that_as_its_folder() {
    String folder = Path.of("").toAbsolutePath().getFileName().toString();
    assertThat(mapping("fork.json")).isEqualTo(new RawMapping(folder + ".fork", folder));
  }

  @Test
  void a_file_in_no_folder_comes_from_file() {
    assertThat(mapping("/fork.json")).isEqualTo(new RawMapping("fork", "file"));
  }
}
