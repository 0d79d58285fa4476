package io.activitycore.intake;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may send which events, and how that is proven; by the envelope's {@code source}.
 *
 * @param senders by source, an exact text
 * @param others for sources that are not among them; null: they may send nothing
 */
public record Trust(Map<String, Sender> senders, @Nullable Sender others) {

  /** Anybody may send anything. */
  public static final Trust ANYBODY = new Trust(Map.of(), new Sender(new Proof.None(), List.of()));

  /** Nobody, yet: see {@link #with}. */
  public static final Trust NOBODY = new Trust(Map.of(), null);

  /**
   * What a source may do.
   *
   * @param proof how it proves that it is the one
   * @param types the types it may send: exact, or with {@code .*} at the end for all below; empty:
   *     all
   */
  public record Sender(Proof proof, List<String> types) {

    /** Copies. */
    public Sender {
      types = List.copyOf(types);
    }

    /** Whether it may send events of a type. */
    public boolean maySend(String type) {
      return types.isEmpty() || types.stream().anyMatch(allowed -> fits(allowed, type));
    }

    private static boolean fits(String allowed, String type) {
      return allowed.endsWith(".*")
          ? type.startsWith(allowed.substring(0, allowed.length() - 1))
          : type.equals(allowed);
    }
  }

  /** Copies. */
  public Trust {
    senders = Map.copyOf(senders);
  }

  /** The same with a source that may send some types, or all when none is given. */
  public Trust with(String source, Proof proof, String... types) {
    Map<String, Sender> more = new TreeMap<>(senders);
    more.put(source, new Sender(proof, List.of(types)));
    return new Trust(more, others);
  }

  /** The same with all other sources allowed to send some types, or all when none is given. */
  public Trust withOthers(Proof proof, String... types) {
    return new Trust(senders, new Sender(proof, List.of(types)));
  }

  /** What a source may do; empty when it may send nothing. */
  public Optional<Sender> of(String source) {
    return Optional.ofNullable(senders.getOrDefault(source, others));
  }
}
