package io.certvigil.store.view;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The JSON format of this program's output: field names in lower case with underscores, moments as
 * RFC 3339 in UTC, durations as ISO 8601, nulls included, no HTML escapes.
 */
public final class StoredJson {
  private static final Gson GSON =
      new GsonBuilder()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .registerTypeAdapter(Instant.class, new RangeLimitedInstantAdapter().nullSafe())
          .registerTypeAdapter(Duration.class, new DurationAdapter().nullSafe())
          .serializeNulls()
          .disableHtmlEscaping()
          .create();

  private StoredJson() {}

  /** The Gson instance of this format, for trees, streams and pretty printers. Thread-safe. */
  public static Gson gson() {
    return GSON;
  }

  /** The value as JSON on one line. */
  public static String write(@Nullable Object value) {
    return GSON.toJson(value);
  }

  private static final class DurationAdapter extends TypeAdapter<Duration> {
    @Override
    public void write(JsonWriter out, Duration value) throws IOException {
      out.value(value.toString());
    }

    @Override
    public Duration read(JsonReader in) throws IOException {
      return Duration.parse(in.nextString());
    }
  }

  /**
   * RFC 3339 years have four digits, so a moment outside that range is written as the nearest one
   * in it.
   */
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
