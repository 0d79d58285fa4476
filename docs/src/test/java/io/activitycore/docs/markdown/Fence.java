package io.activitycore.docs.markdown;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A fenced block of a page.
 *
 * @param place page and line, for messages
 * @param language what stands behind the opening fence
 * @param marker what stands on the line above it
 * @param text what is between the fences
 */
record Fence(String place, String language, String marker, String text) {

  private static final String FENCE = "```";

  /** The file and region that the block must equal, such as {@code Tasks.java#handler}. */
  @Nullable String snippet() {
    String prefix = "<!-- snippet: ";
    return marker.startsWith(prefix) && marker.endsWith(" -->")
        ? marker.substring(prefix.length(), marker.length() - " -->".length())
        : null;
  }

  /** The blocks of a page, in its order. */
  static List<Fence> of(Path page) {
    List<String> lines = MarkdownFiles.lines(page);
    List<Fence> fences = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FENCE)) {
        int end = i + 1;
        while (!lines.get(end).equals(FENCE)) {
          end++;
        }
        fences.add(
            new Fence(
                MarkdownFiles.ROOT.relativize(page) + ":" + (i + 1),
                lines.get(i).substring(FENCE.length()),
                i == 0 ? "" : lines.get(i - 1),
                String.join("\n", lines.subList(i + 1, end))));
        i = end;
      }
    }
    return fences;
  }
}
