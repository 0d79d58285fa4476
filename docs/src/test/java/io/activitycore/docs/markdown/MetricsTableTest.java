package io.activitycore.docs.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import io.activitycore.engine.internal.metrics.Metric;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MetricsTableTest {

  private static String row(Metric metric) {
    String tags =
        metric.tags().stream()
            .map(tag -> "`" + tag.tagName() + "`")
            .collect(Collectors.joining(", "));
    return "| `%s` | %s |%s |"
        .formatted(
            metric.metricName(),
            metric.kind().name().toLowerCase(Locale.ROOT),
            tags.isEmpty() ? "" : " " + tags);
  }

  @Test
  void the_guide_has_a_row_for_each_metric_with_its_kind_and_tags() {
    List<String> rows =
        MarkdownFiles.lines(MarkdownFiles.ROOT.resolve("docs/guide/metrics.md")).stream()
            .filter(line -> line.startsWith("| `"))
            .toList();

    assertThat(rows.stream().map(MetricsTableTest::withoutMeaning))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(Metric.values()).map(MetricsTableTest::row).toList());
  }

  private static String withoutMeaning(String row) {
    int end = row.lastIndexOf('|', row.length() - 2);
    assertThat(row.substring(end + 1, row.length() - 1)).as(row).isNotBlank();
    return row.substring(0, end + 1);
  }
}
