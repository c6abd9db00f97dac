package io.certvigil.cloudflare.http;

import static java.util.Objects.requireNonNullElse;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import io.certvigil.cloudflare.fields.LenientAdapters;
import io.certvigil.cloudflare.fields.MalformedAnswerException;
import io.certvigil.cloudflare.fields.PemCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses {@code {success, errors, messages, error, result, result_info}} from a stream, item by
 * item, so that at most one item is in memory both as JSON and as a mapped object.
 */
final class Envelope {
  private static final int MAX_DEPTH = 64;
  private static final int MAX_ITEMS = 100_000;

  private final PemCache pems = new PemCache();

  /**
   * The parsed content.
   *
   * @param success null if it is missing or not a boolean
   * @param errors everything that is said, in the order in which it came
   * @param items null if {@code result} is missing or does not have the expected type
   * @param odd the items that could not be understood: the index of each, and why
   */
  record Content<T>(
      @Nullable Boolean success,
      List<@Nullable ApiError> errors,
      @Nullable List<T> items,
      List<String> odd,
      PageResult.PageInfo info) {}

  /**
   * Reads the stream to its end.
   *
   * @throws MalformedAnswerException if the stream is not such an envelope
   * @throws IOException if reading fails, also if the stream ends too early
   */
  <T> Content<T> read(InputStream in, ListEndpoint<T> listing) throws IOException {
    try {
      var reader = open(in);
      var reading = new EnvelopeParser<>(reader, listing);
      reading.parse();
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw new MalformedAnswerException("unexpected data after the end of the JSON");
      }
      return reading.content();
    } catch (MalformedJsonException
        | JsonParseException
        | IllegalStateException
        | NumberFormatException _) {
      throw new MalformedAnswerException("not JSON of the documented form");
    }
  }

  private static JsonReader open(InputStream in) {
    var reader =
        new JsonReader(new WellFormedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
    reader.setStrictness(Strictness.STRICT);
    reader.setNestingLimit(MAX_DEPTH);
    return reader;
  }

  private final class EnvelopeParser<T> {
    private final JsonReader reader;
    private final ListEndpoint<T> listing;
    private @Nullable Boolean success;
    private final List<@Nullable ApiError> errors = new ArrayList<>();
    private final List<String> odd = new ArrayList<>();
    private @Nullable List<T> items;
    private boolean isNull;
    private PageResult.PageInfo info = PageResult.PageInfo.NONE;

    private EnvelopeParser(JsonReader reader, ListEndpoint<T> listing) {
      this.reader = reader;
      this.listing = listing;
    }

    private Content<T> content() {
      return new Content<>(success, errors, isEmptyList() ? List.of() : items, odd, info);
    }

    /** Some lists without items have no result, only a total of 0. */
    private boolean isEmptyList() {
      var total = info.total_count();
      return isNull && !listing.single() && total != null && total == 0;
    }

    private void parse() throws IOException {
      reader.beginObject();
      while (reader.hasNext()) {
        field(reader.nextName());
      }
      reader.endObject();
    }

    private void field(String name) throws IOException {
      var gson = LenientAdapters.GSON;
      switch (name) {
        case "success" -> success = gson.getAdapter(Boolean.class).read(reader);
        case "errors", "error" -> errors.addAll(ApiErrorReader.read(reader, false));
        case "messages" -> errors.addAll(ApiErrorReader.read(reader, true));
        case "result" -> result();
        case "result_info" ->
            info =
                requireNonNullElse(gson.getAdapter(PageResult.PageInfo.class).read(reader), info);
        default -> reader.skipValue();
      }
    }

    private void result() throws IOException {
      if (items != null || isNull) {
        throw new MalformedAnswerException("two results in one response");
      }
      isNull = reader.peek() == JsonToken.NULL;
      var expected = listing.single() ? JsonToken.BEGIN_OBJECT : JsonToken.BEGIN_ARRAY;
      if (reader.peek() != expected) {
        reader.skipValue();
      } else if (listing.single()) {
        items = List.of(item());
      } else {
        items = items();
      }
    }

    private List<T> items() throws IOException {
      var read = new ArrayList<T>();
      reader.beginArray();
      for (int index = 0; reader.hasNext(); index++) {
        if (index == MAX_ITEMS) {
          throw new MalformedAnswerException("too many items");
        }
        addItem(index, read);
      }
      reader.endArray();
      return read;
    }

    /** An item that cannot be understood must not hide the others. */
    private void addItem(int index, List<T> read) throws IOException {
      var type = reader.peek();
      if (type != JsonToken.BEGIN_OBJECT) {
        reader.skipValue();
        odd.add("result[" + index + "]: " + name(type));
        return;
      }
      try {
        read.add(item());
      } catch (MalformedAnswerException e) {
        odd.add("result[" + index + "]: " + e.getMessage());
      }
    }

    private static String name(JsonToken type) {
      return switch (type) {
        case NULL -> "null";
        case NUMBER -> "a number";
        case STRING -> "a text";
        case BOOLEAN -> "true or false";
        default -> "a list";
      };
    }

    private T item() throws IOException {
      return listing.item().read(reader, pems);
    }
  }
}
