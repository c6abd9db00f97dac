package io.certvigil.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import org.jspecify.annotations.Nullable;

/** Reads and writes the JSON of stored events and of request bodies. */
public final class WireJson {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private WireJson() {}

  /**
   * Compact JSON that includes nulls. An unpaired surrogate, which UTF-8 cannot encode, becomes
   * "?".
   */
  public static String write(JsonElement element) {
    return new String(GSON.toJson(element).getBytes(UTF_8), UTF_8);
  }

  /**
   * Parses an object that this program wrote.
   *
   * @throws com.google.gson.JsonParseException if it is not JSON
   * @throws IllegalStateException if it is not an object
   */
  public static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }

  /** The text at the end of this path; null if there is none. */
  static @Nullable String find(JsonObject object, String... path) {
    JsonElement at = object;
    for (var name : path) {
      at =
          at.isJsonObject() && at.getAsJsonObject().has(name)
              ? at.getAsJsonObject().get(name)
              : JsonNull.INSTANCE;
    }
    return at.isJsonPrimitive() ? at.getAsString() : null;
  }

  /** The text at the end of this path; empty if there is none. */
  public static String text(JsonObject object, String... path) {
    var text = find(object, path);
    return text == null ? "" : text;
  }

  /** Adds a text unless it is empty. */
  public static void put(JsonObject object, String name, String text) {
    if (!text.isEmpty()) {
      object.addProperty(name, text);
    }
  }
}
