package io.certvigil.cloudflare.fields;

import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads only JSON strings; any other type is read as null. For ids: if numbers were accepted, a
 * change of the type at the remote would make every certificate look deleted and re-created.
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
