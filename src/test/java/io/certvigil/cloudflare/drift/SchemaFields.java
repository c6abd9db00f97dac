package io.certvigil.cloudflare.drift;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Walks schemas of an OpenAPI document and finds every field, as a path with dots. */
final class SchemaFields {
  private static final List<String> ALTERNATIVES = List.of("allOf", "oneOf", "anyOf");

  private final JsonObject root;
  private final Consumer<String> found;

  /** The references that lead to the present schema; a schema may contain itself. */
  private final Set<String> open = new HashSet<>();

  SchemaFields(JsonObject root, Consumer<String> found) {
    this.root = root;
    this.found = found;
  }

  /** Walks the schemas of a response, or of the response to which this is a reference. */
  void addResponse(JsonObject response) {
    var reference = reference(response);
    var content = (reference == null ? response : resolve(reference)).getAsJsonObject("content");
    if (content != null) {
      content.asMap().values().forEach(type -> add(type.getAsJsonObject().get("schema"), ""));
    }
  }

  private void add(@Nullable JsonElement schema, String prefix) {
    if (schema == null || !schema.isJsonObject()) {
      return; // additionalProperties may be true or false
    }
    var reference = reference(schema.getAsJsonObject());
    if (reference == null) {
      addFields(schema.getAsJsonObject(), prefix);
    } else if (open.add(reference)) {
      add(resolve(reference), prefix);
      open.remove(reference);
    }
  }

  private void addFields(JsonObject schema, String prefix) {
    var properties = schema.getAsJsonObject("properties");
    if (properties != null) {
      for (var property : properties.entrySet()) {
        found.accept(prefix + property.getKey());
        add(property.getValue(), prefix + property.getKey() + ".");
      }
    }
    for (var keyword : ALTERNATIVES) {
      var alternatives = schema.get(keyword);
      if (alternatives instanceof JsonArray list) {
        list.forEach(one -> add(one, prefix));
      }
    }
    add(schema.get("items"), prefix);
    add(schema.get("additionalProperties"), prefix + "*.");
  }

  private static @Nullable String reference(JsonObject schema) {
    return schema.has("$ref") ? schema.get("$ref").getAsString() : null;
  }

  private JsonObject resolve(String reference) {
    var target = root;
    for (var name : reference.substring("#/".length()).split("/", -1)) {
      target = target.getAsJsonObject(name.replace("~1", "/").replace("~0", "~"));
    }
    return target;
  }
}
