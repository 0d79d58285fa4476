package io.activitycore.cel;

import com.google.errorprone.annotations.Immutable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The sum of two lists. A loop that collects results adds to the same list over and over; here that
 * costs the added elements only, while CEL's own sum copies the whole list each time. Lists share a
 * buffer of which each shows its own beginning.
 */
@Immutable
@SuppressWarnings("Immutable") // what one list shows never changes: others only append behind it
final class AppendedList extends ForwardingListValue {
  private final List<Object> buffer;
  private final int size;
  private final int copied;

  private AppendedList(List<Object> buffer, int copied) {
    this.buffer = buffer;
    this.size = buffer.size();
    this.copied = copied;
  }

  static AppendedList sum(List<?> first, List<?> second) {
    Budget.requireLength((long) first.size() + second.size());
    if (first instanceof AppendedList list && list.isWholeBuffer() && second != first) {
      list.buffer.addAll(second);
      return new AppendedList(list.buffer, second.size());
    }
    List<Object> buffer = new ArrayList<>(first);
    buffer.addAll(second);
    return new AppendedList(buffer, buffer.size());
  }

  private boolean isWholeBuffer() {
    return size == buffer.size();
  }

  /** How many elements were copied to make this list. */
  int copied() {
    return copied;
  }

  @Override
  public Object get(int index) {
    return buffer.get(Objects.checkIndex(index, size));
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public String toString() {
    return "a list of " + size;
  }
}
