package io.activitycore.docs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

final class LinksTest {

  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

  private record Link(Path page, String target) {

    boolean isRelative() {
      return !target.contains("://") && !target.startsWith("mailto:");
    }

    Path file() {
      String path = target.replaceFirst("#.*", "");
      return path.isEmpty() ? page : page.resolveSibling(path).normalize();
    }

    boolean hasAnchor() {
      return target.contains("#") && file().toString().endsWith(".md");
    }

    String anchor() {
      return target.replaceFirst(".*#", "");
    }

    @Override
    public String toString() {
      return MarkdownFiles.ROOT.relativize(page) + " -> " + target;
    }
  }

  private static Stream<Link> links(Path page) {
    Matcher matcher = LINK.matcher(prose(page));
    return matcher.results().map(result -> new Link(page, result.group(1)));
  }

  /** A page without its fenced blocks and code spans. */
  private static String prose(Path page) {
    return String.join("\n", MarkdownFiles.lines(page))
        .replaceAll("(?ms)^```.*?^```$", "")
        .replaceAll("`[^`\n]*`", "code");
  }

  private static List<Link> relative() {
    return MarkdownFiles.all().stream().flatMap(LinksTest::links).filter(Link::isRelative).toList();
  }

  @Test
  void every_relative_link_points_to_a_file() {
    assertThat(relative())
        .isNotEmpty()
        .allSatisfy(link -> assertThat(Files.exists(link.file())).as(link.toString()).isTrue());
  }

  @Test
  void every_anchor_is_a_heading_of_its_page() {
    SoftAssertions softly = new SoftAssertions();
    relative().stream()
        .filter(Link::hasAnchor)
        .forEach(
            link ->
                softly
                    .assertThat(headings(link.file()))
                    .as(link.toString())
                    .contains(link.anchor()));
    softly.assertAll();
  }

  /** Headings as the usual renderers name them. */
  private static List<String> headings(Path page) {
    return MarkdownFiles.lines(page).stream()
        .filter(line -> line.startsWith("#"))
        .map(
            line ->
                line.replaceFirst("^#+ ", "")
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[^a-z0-9 _-]", "")
                    .replace(' ', '-'))
        .toList();
  }
}
