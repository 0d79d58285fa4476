package io.activitycore.cel;

import com.google.errorprone.annotations.Immutable;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.values.CelValue;
import java.util.AbstractList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.ListIterator;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/**
 * A read-only list that is a {@link CelValue} too, because CEL would otherwise walk all elements
 * whenever the list is read. Java has no class to inherit both from, so this forwards what {@link
 * java.util.AbstractList} knows.
 */
@Immutable
abstract class ForwardingListValue extends CelValue implements List<Object>, RandomAccess {
  private static final CelType TYPE = ListType.create(SimpleType.DYN);

  /** The same elements as an ordinary read-only list. */
  private List<Object> plain() {
    return new AbstractList<>() {
      @Override
      public Object get(int index) {
        return ForwardingListValue.this.get(index);
      }

      @Override
      public int size() {
        return ForwardingListValue.this.size();
      }
    };
  }

  @Override
  public final CelType celType() {
    return TYPE;
  }

  @Override
  public final Object value() {
    return this;
  }

  @Override
  public final boolean isZeroValue() {
    return isEmpty();
  }

  @Override
  public final boolean isEmpty() {
    return size() == 0;
  }

  @Override
  public final boolean contains(@Nullable Object o) {
    return plain().contains(o);
  }

  @Override
  public final Iterator<Object> iterator() {
    return plain().iterator();
  }

  @Override
  public final @Nullable Object[] toArray() {
    return plain().toArray();
  }

  @Override
  public final <T extends @Nullable Object> T[] toArray(T[] a) {
    return plain().toArray(a);
  }

  @Override
  public final boolean containsAll(Collection<?> c) {
    return plain().containsAll(c);
  }

  @Override
  public final int indexOf(@Nullable Object o) {
    return plain().indexOf(o);
  }

  @Override
  public final int lastIndexOf(@Nullable Object o) {
    return plain().lastIndexOf(o);
  }

  @Override
  public final ListIterator<Object> listIterator() {
    return plain().listIterator();
  }

  @Override
  public final ListIterator<Object> listIterator(int index) {
    return plain().listIterator(index);
  }

  @Override
  public final List<Object> subList(int from, int to) {
    return plain().subList(from, to);
  }

  @Override
  public final boolean equals(@Nullable Object other) {
    return other == this || plain().equals(other);
  }

  @Override
  public final int hashCode() {
    return plain().hashCode();
  }

  @Override
  public final boolean add(Object e) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final void add(int index, Object e) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final boolean addAll(Collection<?> c) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final boolean addAll(int index, Collection<?> c) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final Object set(int index, Object e) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final boolean remove(@Nullable Object o) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final Object remove(int index) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final boolean removeAll(Collection<?> c) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final boolean retainAll(Collection<?> c) {
    throw new UnsupportedOperationException();
  }

  @Override
  public final void clear() {
    throw new UnsupportedOperationException();
  }
}
