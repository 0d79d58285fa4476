package io.activitycore.engine.internal.filter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/**
 * One alternative of a field's pattern, asked of one leaf (a string, number, boolean or null) of
 * the payload.
 */
sealed interface LeafTest {
  boolean test(JsonNode leaf);

  /** Equal to one of these; the values are in the form of {@link Scalars#key}. */
  record Exact(Set<JsonNode> keys) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      return keys.contains(Scalars.key(leaf));
    }
  }

  /** A string that begins so. */
  record Prefix(String prefix) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      return leaf.isTextual() && leaf.textValue().startsWith(prefix);
    }
  }

  /** A string that ends so. */
  record Suffix(String suffix) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      return leaf.isTextual() && leaf.textValue().endsWith(suffix);
    }
  }

  /** A string that is so, but for its case. */
  record IgnoreCase(FoldedText text) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      return leaf.isTextual() && text.equalTo(leaf.textValue());
    }
  }

  /** A string that begins so, but for its case. */
  record PrefixIgnoreCase(FoldedText text) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      return leaf.isTextual() && text.isPrefixOf(leaf.textValue());
    }
  }

  /** A string that ends so, but for its case. */
  record SuffixIgnoreCase(FoldedText text) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      return leaf.isTextual() && text.isSuffixOf(leaf.textValue());
    }
  }

  /** A string of that form. */
  record Like(Wildcard wildcard) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      return leaf.isTextual() && wildcard.matches(leaf.textValue());
    }
  }

  /** A string that is an address in the range. */
  record InNetwork(IpRange range) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      return leaf.isTextual() && range.contains(leaf.textValue());
    }
  }

  /** A number between two bounds, each in or out; a bound may be infinite. */
  record Between(double low, boolean lowIn, double high, boolean highIn) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      if (!leaf.isNumber()) {
        return false;
      }
      double value = Scalars.comparable(leaf); // NaN fails every comparison
      return (lowIn ? value >= low : value > low) && (highIn ? value <= high : value < high);
    }
  }

  /** Any leaf. */
  record Present() implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      return true;
    }
  }

  /** Any leaf that passes none of these. */
  record NoneOf(List<LeafTest> tests) implements LeafTest {
    @Override
    public boolean test(JsonNode leaf) {
      for (LeafTest test : tests) {
        if (test.test(leaf)) {
          return false;
        }
      }
      return true;
    }
  }
}
