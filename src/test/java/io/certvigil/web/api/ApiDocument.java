package io.certvigil.web.api;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.certvigil.web.server.WebResource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** The served OpenAPI document; checks responses against it. */
public final class ApiDocument {
  private static final String TEXT = WebResource.text("openapi.json");
  private static final JsonObject DOCUMENT = JsonParser.parseString(TEXT).getAsJsonObject();
  private static final Map<String, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();

  private ApiDocument() {}

  /** All paths of the document. */
  public static Set<String> paths() {
    return DOCUMENT.getAsJsonObject("paths").keySet();
  }

  /** The query parameters of a path. */
  static Set<String> parameters(String path) {
    var names = new TreeSet<String>();
    var get = get(path);
    if (get.has("parameters")) {
      for (var parameter : get.getAsJsonArray("parameters")) {
        var whole = resolved(parameter.getAsJsonObject());
        if (whole.get("in").getAsString().equals("query")) {
          var name = whole.get(whole.has("x-certvigil-name") ? "x-certvigil-name" : "name");
          names.add(name.getAsString());
        }
      }
    }
    return names;
  }

  /** The differences between a response and the document; empty if it conforms. */
  public static List<String> mismatches(String path, int status, String type, String body) {
    var responses = get(path).getAsJsonObject("responses");
    if (!responses.has(String.valueOf(status))) {
      return List.of("no status " + status + " at " + path);
    }
    var content =
        resolved(responses.getAsJsonObject(String.valueOf(status))).getAsJsonObject("content");
    var plain = type.replaceFirst(";.*", "");
    if (content == null || !content.has(plain)) {
      return List.of("no type " + type + " for " + status + " at " + path);
    }
    if (!plain.endsWith("json")) {
      return List.of();
    }
    var schema = content.getAsJsonObject(plain).getAsJsonObject("schema");
    return SCHEMAS
        .computeIfAbsent(schema.toString(), _ -> schema(schema))
        .validate(body, InputFormat.JSON)
        .stream()
        .map(Object::toString)
        .toList();
  }

  /** The schema together with the components that it may refer to. */
  private static JsonSchema schema(JsonObject schema) {
    var whole = schema.deepCopy();
    whole.add("components", DOCUMENT.get("components"));
    var config = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(whole.toString(), config);
  }

  private static JsonObject get(String path) {
    return DOCUMENT.getAsJsonObject("paths").getAsJsonObject(path).getAsJsonObject("get");
  }

  private static JsonObject resolved(JsonObject object) {
    if (!object.has("$ref")) {
      return object;
    }
    JsonElement at = DOCUMENT;
    for (var part : object.get("$ref").getAsString().substring(2).split("/", -1)) {
      at = at.getAsJsonObject().get(part);
    }
    return at.getAsJsonObject();
  }
}
