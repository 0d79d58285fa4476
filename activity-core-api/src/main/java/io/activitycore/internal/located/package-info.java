/**
 * Bytes of YAML or JSON to a tree whose every value knows its line. Rule: refuses whatever two
 * readers could understand differently, and never reads more than the limits in {@link
 * io.activitycore.internal.located.LocatedParser}.
 *
 * <p>YAML is read from snakeyaml's events (what jackson-dataformat-yaml reads too), because
 * Jackson's parser does not tell a plain scalar from a quoted one, and takes {@code 1_000} for a
 * number. A plain scalar is null ({@code ~}, {@code null} or nothing), {@code true}, {@code false},
 * a number as JSON writes it, or else a string: {@code NO}, {@code on}, {@code 2026-01-31} and
 * {@code 12:30} are strings. What some YAML version reads as another number ({@code 010}, {@code
 * 1_000}, {@code 0x1F}, {@code +1}, {@code .5}, {@code .inf}) is refused: quote it or write it
 * plainly. Anchors, aliases, tags, merge keys and second documents are refused.
 */
@NullMarked
package io.activitycore.internal.located;

import org.jspecify.annotations.NullMarked;
