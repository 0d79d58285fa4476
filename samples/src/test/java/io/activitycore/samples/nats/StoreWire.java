package io.activitycore.samples.nats;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Values of the store's ports as bytes: Java's serialization, and records taken apart for it. */
final class StoreWire {

  private StoreWire() {}

  /** A request: the store's port, the port's method, its arguments; or an answer. */
  static void write(OutputStream out, Object... values) throws IOException {
    Writer writer = new Writer(out);
    writer.writeObject(values);
    writer.flush();
  }

  static Object[] read(InputStream in) throws IOException {
    try {
      return (Object[]) new Reader(in).readObject();
    } catch (ClassNotFoundException e) {
      throw new IOException(e);
    }
  }

  /** A record, or an optional value. */
  @SuppressWarnings("serial") // the parts are replaced in turn
  private static final class Parts implements Serializable {
    private static final long serialVersionUID = 1;
    private final Class<?> type;
    private final @Nullable Object[] values;

    Parts(Class<?> type, @Nullable Object... values) {
      this.type = type;
      this.values = values;
    }

    Object whole() throws ReflectiveOperationException {
      if (type == Optional.class) {
        return Optional.ofNullable(values[0]);
      }
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    }
  }

  private static final class Writer extends ObjectOutputStream {
    Writer(OutputStream out) throws IOException {
      super(out);
      enableReplaceObject(true);
    }

    @Override
    protected Object replaceObject(Object value) throws IOException {
      if (value instanceof Optional<?> optional) {
        return new Parts(Optional.class, optional.orElse(null));
      }
      if (!(value instanceof Record)) {
        return value;
      }
      try {
        RecordComponent[] components = value.getClass().getRecordComponents();
        @Nullable Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
          components[i].getAccessor().setAccessible(true);
          values[i] = components[i].getAccessor().invoke(value);
        }
        return new Parts(value.getClass(), values);
      } catch (ReflectiveOperationException e) {
        throw new IOException(e);
      }
    }
  }

  private static final class Reader extends ObjectInputStream {
    Reader(InputStream in) throws IOException {
      super(in);
      enableResolveObject(true);
    }

    @Override
    protected Object resolveObject(Object value) throws IOException {
      try {
        return value instanceof Parts parts ? parts.whole() : value;
      } catch (ReflectiveOperationException e) {
        throw new IOException(e);
      }
    }
  }
}
