package io.certvigil.cloudflare.fields;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads a text and nothing else. For ids: were a number taken for one, a remote that changes the
 * type would make every certificate look gone and another one look new.
 */
public final class StrictStringAdapter extends TypeAdapter<String> {
  @Override
  public @Nullable String read(JsonReader in) throws IOException {
    if (in.peek() == JsonToken.STRING) {
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
