package io.certvigil.cloudflare.http;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads what an answer says about its failure: {@code errors}, {@code messages} and {@code error},
 * each a list, an object or a text. A field of another type is skipped, so that it does not hide
 * the others.
 */
final class ApiErrorReader {
  private static final int MAX_ERRORS = 5;
  private static final int MAX_DEPTH = 3;
  private static final Pattern CODE = Pattern.compile("-?[0-9]{1,18}");

  private final JsonReader in;
  private final boolean note;

  private ApiErrorReader(JsonReader in, boolean note) {
    this.in = in;
    this.note = note;
  }

  /**
   * Reads the next value.
   *
   * @param note whether it is said beside the errors, as in {@code messages}
   * @return at most five; the others are skipped
   */
  static List<@Nullable ApiError> read(JsonReader in, boolean note) throws IOException {
    return new ApiErrorReader(in, note).list(0);
  }

  private List<@Nullable ApiError> list(int depth) throws IOException {
    var read = new ArrayList<@Nullable ApiError>();
    if (in.peek() != JsonToken.BEGIN_ARRAY) {
      add(read, depth);
      return read;
    }
    in.beginArray();
    while (in.hasNext()) {
      add(read, depth);
    }
    in.endArray();
    return read;
  }

  private void add(List<@Nullable ApiError> read, int depth) throws IOException {
    var token = in.peek();
    if (read.size() == MAX_ERRORS || depth == MAX_DEPTH) {
      in.skipValue();
    } else if (token == JsonToken.BEGIN_OBJECT) {
      read.add(object(depth));
    } else if (token == JsonToken.STRING) {
      read.add(new ApiError(null, in.nextString(), null, null, null, note));
    } else {
      in.skipValue();
    }
  }

  private ApiError object(int depth) throws IOException {
    Long code = null;
    String message = null;
    String link = null;
    String pointer = null;
    List<@Nullable ApiError> chain = List.of();
    in.beginObject();
    while (in.hasNext()) {
      switch (in.nextName()) {
        case "code" -> code = code();
        case "message" -> message = text();
        case "documentation_url" -> link = text();
        case "source" -> pointer = pointer();
        case "error_chain" -> chain = list(depth + 1);
        default -> in.skipValue();
      }
    }
    in.endObject();
    return new ApiError(code, message, link, pointer, chain, note);
  }

  private @Nullable Long code() throws IOException {
    if (in.peek() == JsonToken.NUMBER || in.peek() == JsonToken.STRING) {
      var text = in.nextString();
      return CODE.matcher(text).matches() ? Long.valueOf(text) : null;
    }
    in.skipValue();
    return null;
  }

  private @Nullable String text() throws IOException {
    if (in.peek() == JsonToken.STRING) {
      return in.nextString();
    }
    in.skipValue();
    return null;
  }

  private @Nullable String pointer() throws IOException {
    if (in.peek() != JsonToken.BEGIN_OBJECT) {
      in.skipValue();
      return null;
    }
    String pointer = null;
    in.beginObject();
    while (in.hasNext()) {
      if (in.nextName().equals("pointer")) {
        pointer = text();
      } else {
        in.skipValue();
      }
    }
    in.endObject();
    return pointer;
  }
}
