package io.certvigil.store.view;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The one way in which this program writes JSON for the outside: names in lower case with
 * underscores, moments as RFC 3339 in UTC, {@code null} written out, no HTML escapes.
 */
public final class StoredJson {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .registerTypeAdapter(Instant.class, new RangeLimitedInstantAdapter().nullSafe())
          .serializeNulls()
          .disableHtmlEscaping()
          .create();

  private StoredJson() {}

  /** For trees, streams and pretty printers; may be used from any thread. */
  public static Gson gson() {
    return GSON;
  }

  /** On one line. */
  public static String write(@Nullable Object value) {
    return GSON.toJson(value);
  }

  /** RFC 3339 knows four digits of a year; a date beyond is written as the last moment it knows. */
  private static final class RangeLimitedInstantAdapter extends TypeAdapter<Instant> {
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

    @Override
    public void write(JsonWriter out, Instant value) throws IOException {
      var shown = value.isAfter(LAST) ? LAST : value.isBefore(FIRST) ? FIRST : value;
      out.value(shown.toString());
    }

    @Override
    public Instant read(JsonReader in) throws IOException {
      if (in.peek() != JsonToken.STRING) {
        throw new IOException("a moment must be a string, at " + in.getPath());
      }
      return Instant.parse(in.nextString());
    }
  }
}
