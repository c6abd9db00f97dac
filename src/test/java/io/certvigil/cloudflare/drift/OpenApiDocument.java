package io.certvigil.cloudflare.drift;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.tukaani.xz.XZInputStream;

/**
 * An OpenAPI document of Cloudflare, and the GETs in it whose answers contain something that ends.
 */
final class OpenApiDocument {
  /** Names of fields about an expiry or a certificate. */
  private static final Pattern RELEVANT =
      Pattern.compile(
          "expir|validity|valid_until|valid_to$|not_after|renew|rotat|grace|period_end"
              + "|certificate|certs|pem|x509",
          Pattern.CASE_INSENSITIVE);

  /** Statistics about the Internet, which contain certificates of everybody. */
  private static final String RADAR = "/radar/";

  private final JsonObject root;

  OpenApiDocument(JsonObject root) {
    this.root = root;
  }

  /** Reads a document, which may be compressed with xz. */
  static OpenApiDocument open(Path path) throws IOException {
    try (var file = Files.newInputStream(path);
        var content = path.toString().endsWith(".xz") ? new XZInputStream(file) : file;
        var reader = new InputStreamReader(content, UTF_8)) {
      return new OpenApiDocument(JsonParser.parseReader(reader).getAsJsonObject());
    }
  }

  /** The paths with a GET outside Radar that has such fields in a 2xx answer, and those fields. */
  SortedMap<String, SortedSet<String>> expiringGets() {
    var gets = new TreeMap<String, SortedSet<String>>();
    for (var path : root.getAsJsonObject("paths").entrySet()) {
      var get = path.getValue().getAsJsonObject().get("get");
      if (get != null && !path.getKey().startsWith(RADAR)) {
        var fields = relevantFields(get.getAsJsonObject());
        if (!fields.isEmpty()) {
          gets.put(path.getKey(), fields);
        }
      }
    }
    return gets;
  }

  private SortedSet<String> relevantFields(JsonObject get) {
    var fields = new TreeSet<String>();
    var schemas = new SchemaFields(root, fields::add);
    for (var response : get.getAsJsonObject("responses").entrySet()) {
      if (response.getKey().startsWith("2")) {
        schemas.addResponse(response.getValue().getAsJsonObject());
      }
    }
    fields.removeIf(field -> !RELEVANT.matcher(lastName(field)).find());
    return fields;
  }

  private static String lastName(String field) {
    return field.substring(field.lastIndexOf('.') + 1);
  }
}
