import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * Adds to the bill of materials what is no Maven artifact: the Java runtime of the package, and the
 * native SQLite inside its driver. {@code java -cp (Gson and the driver) src/tools/SbomParts.java
 * SBOM RUNTIME}. Running it again changes nothing.
 */
final class SbomParts {
  private static final String DRIVER = "pkg:maven/org.xerial/sqlite-jdbc@";

  private final JsonObject bom;

  private SbomParts(JsonObject bom) {
    this.bom = bom;
  }

  static void main(String... args) throws IOException, SQLException {
    var file = Path.of(args[0]);
    if (!Files.exists(file)) {
      System.out.println(file + " does not exist: the plugin that writes it needs the network");
      return;
    }
    var parts = new SbomParts(JsonParser.parseString(Files.readString(file)).getAsJsonObject());
    var program = parts.bom.getAsJsonObject("metadata").getAsJsonObject("component").get("bom-ref");
    parts.add(runtime(Path.of(args[1])), program.getAsString());
    parts.add(sqlite(), parts.driver());
    var gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    Files.writeString(file, gson.toJson(parts.bom) + "\n");
  }

  /** From the image itself. */
  private static JsonObject runtime(Path image) throws IOException {
    var release = new Properties();
    try (var lines = Files.newBufferedReader(image.resolve("release"))) {
      release.load(lines);
    }
    var version = value(release, "JAVA_VERSION");
    var build = value(release, "JAVA_RUNTIME_VERSION");
    var component = component("platform", "openjdk", build);
    component.addProperty("publisher", value(release, "IMPLEMENTOR"));
    component.addProperty(
        "description", "The Java runtime in the .deb, made with jlink; the archive has none.");
    component.add("licenses", expression("GPL-2.0-only WITH Classpath-exception-2.0"));
    component.addProperty("cpe", cpe("oracle:openjdk", version));
    component.addProperty("purl", purl("openjdk", build));
    component.add("evidence", evidence(version));
    component.add("properties", properties(release));
    return component;
  }

  /** Advisories about Java SE name Oracle's products; the code is the same. */
  private static JsonObject evidence(String version) {
    var identities = new JsonArray();
    for (var product : new String[] {"oracle:openjdk", "oracle:jdk", "oracle:jre"}) {
      var identity = new JsonObject();
      identity.addProperty("field", "cpe");
      identity.addProperty("concludedValue", cpe(product, version));
      identities.add(identity);
    }
    var evidence = new JsonObject();
    evidence.add("identity", identities);
    return evidence;
  }

  private static JsonArray properties(Properties release) {
    var properties = new JsonArray();
    for (var key : new String[] {"IMPLEMENTOR_VERSION", "JAVA_VERSION_DATE", "SOURCE", "MODULES"}) {
      var text = value(release, key);
      if (!text.isEmpty()) {
        var property = new JsonObject();
        property.addProperty("name", "certvigil:release:" + key);
        property.addProperty("value", text);
        properties.add(property);
      }
    }
    return properties;
  }

  /** The version is what the library says: the driver's fourth number is its own. */
  private static JsonObject sqlite() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:");
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT sqlite_version(), sqlite_source_id()")) {
      var version = rows.getString(1);
      var component = component("library", "sqlite", version);
      component.addProperty("publisher", "SQLite Consortium");
      component.addProperty(
          "description", "SQLite's native library, inside sqlite-jdbc: " + rows.getString(2));
      component.add("licenses", expression("blessing"));
      component.addProperty("cpe", cpe("sqlite:sqlite", version));
      component.addProperty("purl", purl("sqlite", version));
      return component;
    }
  }

  private static JsonObject component(String type, String name, String version) {
    var component = new JsonObject();
    component.addProperty("type", type);
    component.addProperty("bom-ref", purl(name, version));
    component.addProperty("name", name);
    component.addProperty("version", version);
    component.addProperty("scope", "required");
    return component;
  }

  private static JsonArray expression(String license) {
    var expression = new JsonObject();
    expression.addProperty("expression", license);
    var licenses = new JsonArray();
    licenses.add(expression);
    return licenses;
  }

  private static String cpe(String product, String version) {
    return "cpe:2.3:a:" + product + ":" + version + ":*:*:*:*:*:*:*";
  }

  private static String purl(String name, String version) {
    return "pkg:generic/" + name + "@" + version.replace("+", "%2B");
  }

  private static String value(Properties release, String key) {
    return release.getProperty(key, "").replace("\"", "");
  }

  private String driver() {
    for (var component : bom.getAsJsonArray("components")) {
      var ref = component.getAsJsonObject().get("bom-ref").getAsString();
      if (ref.startsWith(DRIVER)) {
        return ref;
      }
    }
    throw new IllegalStateException("no component " + DRIVER);
  }

  /** A component that another one depends on. */
  private void add(JsonObject component, String dependent) {
    var ref = component.get("bom-ref");
    var components = bom.getAsJsonArray("components");
    if (contains(components, "bom-ref", ref)) {
      return;
    }
    components.add(component);
    var dependencies = bom.getAsJsonArray("dependencies");
    for (var dependency : dependencies) {
      if (dependency.getAsJsonObject().get("ref").getAsString().equals(dependent)) {
        dependency.getAsJsonObject().getAsJsonArray("dependsOn").add(ref);
      }
    }
    var leaf = new JsonObject();
    leaf.add("ref", ref);
    leaf.add("dependsOn", new JsonArray());
    dependencies.add(leaf);
  }

  private static boolean contains(JsonArray objects, String key, JsonElement value) {
    for (var object : objects) {
      if (value.equals(object.getAsJsonObject().get(key))) {
        return true;
      }
    }
    return false;
  }
}
