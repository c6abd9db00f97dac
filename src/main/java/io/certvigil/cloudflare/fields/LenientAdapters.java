package io.certvigil.cloudflare.fields;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.TypeAdapterFactory;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a field that does not have its documented type as missing, so that one unexpected field
 * does not hide a certificate. A number in a string field is kept as text, so it remains visible.
 */
public final class LenientAdapters implements TypeAdapterFactory {
  private static final Map<Class<?>, Set<JsonToken>> ACCEPTED_TOKENS =
      Map.of(
          String.class, EnumSet.of(JsonToken.STRING, JsonToken.NUMBER),
          Boolean.class, EnumSet.of(JsonToken.BOOLEAN),
          Long.class, EnumSet.of(JsonToken.NUMBER),
          List.class, EnumSet.of(JsonToken.BEGIN_ARRAY));

  /** Reads wire records with these adapters. */
  public static final Gson GSON =
      new GsonBuilder().registerTypeAdapterFactory(new LenientAdapters()).create();

  @Override
  public <T> @Nullable TypeAdapter<T> create(Gson gson, TypeToken<T> type) {
    var raw = type.getRawType();
    var accepted = raw.isRecord() ? EnumSet.of(JsonToken.BEGIN_OBJECT) : ACCEPTED_TOKENS.get(raw);
    return accepted == null
        ? null
        : new TypeCheckingAdapter<>(accepted, gson.getDelegateAdapter(this, type));
  }

  private static final class TypeCheckingAdapter<T> extends TypeAdapter<T> {
    private final Set<JsonToken> accepted;
    private final TypeAdapter<T> delegate;

    private TypeCheckingAdapter(Set<JsonToken> accepted, TypeAdapter<T> delegate) {
      this.accepted = accepted;
      this.delegate = delegate;
    }

    @Override
    public @Nullable T read(JsonReader in) throws IOException {
      if (!accepted.contains(in.peek())) {
        in.skipValue();
        return null;
      }
      return delegate.read(in);
    }

    @Override
    public void write(JsonWriter out, T value) {
      throw new UnsupportedOperationException("wire records are only read");
    }
  }
}
