package io.certvigil.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.oas.OpenApi30;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Validates requests and responses against Cloudflare's OpenAPI document. The system property
 * {@code certvigil.openapi} may name a complete document; the default is the excerpt beside this
 * class.
 */
final class OpenApiValidator {
  private static final String HERE = "https://api.example/openapi.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode document;
  private final JsonSchemaFactory factory;
  private final Map<String, JsonSchema> schemas = new HashMap<>();
  private final Map<Pattern, String> templates = new LinkedHashMap<>();

  private OpenApiValidator(String text) throws IOException {
    document = JSON.readTree(text);
    factory =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V4,
            builder ->
                builder
                    .metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
                    .schemaLoaders(loaders -> loaders.schemas(Map.of(HERE, text))));
    document
        .path("paths")
        .fieldNames()
        .forEachRemaining(
            template ->
                templates.put(Pattern.compile(template.replaceAll("\\{.*?}", "[^/]+")), template));
  }

  static OpenApiValidator load() throws IOException {
    var file = System.getProperty("certvigil.openapi");
    if (file != null) {
      return new OpenApiValidator(Files.readString(Path.of(file)));
    }
    try (var cut = OpenApiValidator.class.getResourceAsStream("openapi.json")) {
      return new OpenApiValidator(new String(cut.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  /** The template of a path; the path itself if there is none. */
  String template(String path) {
    return templates.entrySet().stream()
        .filter(entry -> entry.getKey().matcher(path).matches())
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(path);
  }

  /** The violations of a request, one line each, without values of this request. */
  Set<String> request(String method, URI target) {
    var template = template(target.getPath());
    var operation = operation(template, method);
    if (operation.isMissingNode()) {
      return Set.of(template + " " + method + ": no such operation");
    }
    var faults = new TreeSet<String>();
    var parameters = parameters(operation);
    var asked = query(target);
    asked.forEach(
        (name, value) -> {
          if (!parameters.containsKey("query " + name)) {
            faults.add(template + " ?" + name + ": no such parameter");
          }
        });
    parameters.forEach(
        (key, pointer) -> {
          var parameter = document.at(pointer);
          var name = parameter.path("name").asText();
          var value = key.startsWith("query ") ? asked.get(name) : segment(template, target, name);
          if (value != null) {
            validate(pointer + "/schema", typed(document.at(pointer + "/schema"), value))
                .forEach(fault -> faults.add(template + " ?" + name + " " + fault));
          } else if (parameter.path("required").asBoolean()) {
            faults.add(template + " ?" + name + ": missing");
          }
        });
    return faults;
  }

  /** The violations of a response body with status 200, in the same form. */
  Set<String> answer(String method, URI target, String body) throws IOException {
    var template = template(target.getPath());
    var faults = new TreeSet<String>();
    for (var fault : validate(schemaOfAnswer(template, method), JSON.readTree(body))) {
      faults.add(template + " " + fault);
    }
    return faults;
  }

  /** Fields of a body that are not in the document. */
  Set<String> undocumented(String method, URI target, String body) throws IOException {
    var template = template(target.getPath());
    var found = new TreeSet<String>();
    var schema = document.at(schemaOfAnswer(template, method));
    undocumented(schema, JSON.readTree(body), template + " ", found);
    return found;
  }

  private void undocumented(JsonNode schema, JsonNode value, String at, Set<String> found) {
    if (value.isArray()) {
      var items = all(schema, "items");
      value.forEach(one -> items.forEach(item -> undocumented(item, one, at + "[]", found)));
    } else if (value.isObject() && !all(schema, "properties").isEmpty()) {
      var known = new HashMap<String, ArrayNode>();
      for (var properties : all(schema, "properties")) {
        properties
            .properties()
            .forEach(
                property ->
                    known
                        .computeIfAbsent(property.getKey(), _ -> JSON.createArrayNode())
                        .add(property.getValue()));
      }
      value
          .properties()
          .forEach(
              field -> {
                var below = at + "/" + field.getKey();
                var schemas = known.get(field.getKey());
                if (schemas == null) {
                  found.add(below);
                } else {
                  undocumented(
                      JSON.createObjectNode().set("allOf", schemas),
                      field.getValue(),
                      below,
                      found);
                }
              });
    }
  }

  /** The values of a keyword in a schema and in all schemas that it combines. */
  private List<JsonNode> all(JsonNode schema, String keyword) {
    var found = new ArrayList<JsonNode>();
    gather(schema, keyword, found, new HashSet<>());
    return found;
  }

  private void gather(JsonNode schema, String keyword, List<JsonNode> found, Set<String> visited) {
    var ref = schema.path("$ref").asText();
    if (!ref.isEmpty() && visited.add(ref)) {
      gather(document.at(ref.substring(1)), keyword, found, visited);
    }
    for (var combined : List.of("allOf", "anyOf", "oneOf")) {
      schema.path(combined).forEach(part -> gather(part, keyword, found, visited));
    }
    if (schema.has(keyword)) {
      found.add(schema.get(keyword));
    }
  }

  private JsonNode operation(String template, String method) {
    return document.at(operationPointer(template, method));
  }

  private static String operationPointer(String template, String method) {
    return "/paths/" + template.replace("/", "~1") + "/" + method.toLowerCase(Locale.ROOT);
  }

  private static String schemaOfAnswer(String template, String method) {
    return operationPointer(template, method) + "/responses/200/content/application~1json/schema";
  }

  /** JSON pointers of parameters by place and name, such as "query page". */
  private Map<String, String> parameters(JsonNode operation) {
    var pointers = new LinkedHashMap<String, String>();
    int at = 0;
    for (var parameter : operation.path("parameters")) {
      var ref = parameter.path("$ref").asText();
      var here = pointerOf(operation) + "/parameters/" + at++;
      var pointer = ref.isEmpty() ? here : ref.substring(1);
      var described = document.at(pointer);
      pointers.put(described.path("in").asText() + " " + described.path("name").asText(), pointer);
    }
    return pointers;
  }

  /** The pointer of this node, found by identity: an equal node may belong to another path. */
  @SuppressWarnings("ReferenceEquality")
  private String pointerOf(JsonNode operation) {
    return document.path("paths").properties().stream()
        .flatMap(
            path ->
                path.getValue().properties().stream()
                    .filter(entry -> entry.getValue() == operation)
                    .map(entry -> operationPointer(path.getKey(), entry.getKey())))
        .findFirst()
        .orElseThrow();
  }

  private List<String> validate(String pointer, JsonNode value) {
    var schema =
        schemas.computeIfAbsent(
            pointer,
            key ->
                factory.getSchema(
                    SchemaLocation.of(HERE + "#" + key),
                    SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build()));
    return schema.validate(value).stream()
        .map(
            fault ->
                fault.getInstanceLocation().toString().replaceAll("/\\d+", "[]")
                    + " "
                    + fault.getType())
        .toList();
  }

  /** A parameter is text; if the schema requires another type and the text is one, of that type. */
  private JsonNode typed(JsonNode schema, String value) {
    boolean bool = all(schema, "type").stream().anyMatch(type -> type.asText().equals("boolean"));
    if (bool && Set.of("true", "false").contains(value)) {
      return JSON.getNodeFactory().booleanNode(value.equals("true"));
    }
    boolean number =
        all(schema, "type").stream()
            .anyMatch(type -> Set.of("integer", "number").contains(type.asText()));
    return number && value.matches("-?\\d{1,9}")
        ? JSON.getNodeFactory().numberNode(Integer.parseInt(value))
        : TextNode.valueOf(value);
  }

  private static Map<String, String> query(URI target) {
    var query = new LinkedHashMap<String, String>();
    var raw = target.getRawQuery();
    for (var pair : raw == null ? new String[0] : raw.split("&")) {
      var both = pair.split("=", 2);
      query.put(both[0], URLDecoder.decode(both[1], StandardCharsets.UTF_8));
    }
    return query;
  }

  private static String segment(String template, URI target, String name) {
    var names = template.split("/", -1);
    var values = target.getPath().split("/", -1);
    for (int at = 0; at < names.length; at++) {
      if (names[at].equals("{" + name + "}")) {
        return values[at];
      }
    }
    throw new IllegalArgumentException("path: has no " + name);
  }
}
