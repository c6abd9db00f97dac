package io.certvigil.cloudflare.fields;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads an id: a JSON string, or a number as the text that was sent, so that the same id is the
 * same in both types. Any other type is read as null.
 */
public final class IdAdapter extends TypeAdapter<String> {
  @Override
  public @Nullable String read(JsonReader in) throws IOException {
    if (in.peek() == JsonToken.STRING || in.peek() == JsonToken.NUMBER) {
      return in.nextString();
    }
    in.skipValue();
    return null;
  }

  @Override
  public void write(JsonWriter out, String value) {
    throw new UnsupportedOperationException("wire records are only read");
  }
}
