package io.certvigil.store.view;

import com.google.gson.Gson;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Writes a field as usual, but leaves it out where it is null. For {@code @JsonAdapter}. */
final class OmittedWhenNull implements TypeAdapterFactory {
  @Override
  public <T> TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    return new OmittingAdapter<>(gson.getAdapter(type));
  }

  private static final class OmittingAdapter<T> extends TypeAdapter<T> {
    private final TypeAdapter<T> usual;

    OmittingAdapter(TypeAdapter<T> usual) {
      this.usual = usual;
    }

    @Override
    public void write(JsonWriter out, @Nullable T value) throws IOException {
      boolean nulls = out.getSerializeNulls();
      out.setSerializeNulls(nulls && value != null);
      try {
        usual.write(out, value);
      } finally {
        out.setSerializeNulls(nulls);
      }
    }

    @Override
    public T read(JsonReader in) throws IOException {
      return usual.read(in);
    }
  }
}
