package io.certvigil;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs of the build that decide about a release's JDK and complete its bill of materials.
 */
@Timeout(300)
class ReleaseToolsTest {
  private static final String BOM =
      """
      { "metadata": { "component": { "bom-ref": "pkg:maven/io.certvigil/certvigil@1" } },
        "components": [ { "bom-ref": "pkg:maven/org.xerial/sqlite-jdbc@3.54.1.0?type=jar" } ],
        "dependencies": [
          { "ref": "pkg:maven/io.certvigil/certvigil@1", "dependsOn": [] },
          { "ref": "pkg:maven/org.xerial/sqlite-jdbc@3.54.1.0?type=jar", "dependsOn": [] } ] }
      """;

  @TempDir private Path folder;

  static Stream<Arguments> jdks() {
    int interim = Runtime.version().interim();
    var own = "25." + interim + "." + Runtime.version().update();
    return Stream.of(
        Arguments.of(own, "2026-11-17", "2026-11-30T00:00:00Z", 0, ""),
        Arguments.of("25", "2026-11-17", "2027-02-25T00:00:00Z", 0, ""),
        Arguments.of("25.0.99.1", "2026-11-17", "2026-11-30T00:00:00Z", 1, "needs JDK 25.0.99.1"),
        Arguments.of(
            own + ".99", "2026-11-17", "2026-11-30T00:00:00Z", 1, own + ".99 (2026-11-17)"),
        Arguments.of(
            "25", "2026-11-17", "2027-02-26T00:00:00Z", 1, "101 days before this release"));
  }

  @ParameterizedTest
  @MethodSource("jdks")
  void aRelease_isMadeWithTheNewestKnownSecurityReleaseOfTheJdk(
      String newest, String date, String release, int exit, String says) throws Exception {
    var result = BuildTool.run(folder, "RequireJdk.java", newest, date, release);

    assertThat(result.exit()).as(result.err()).isEqualTo(exit);
    assertThat(result.err()).contains(says);
  }

  /** Each raise of the minimum keeps its date beside it; only -Pdist looks at it. */
  @Test
  void thePinnedJdk_isAVersionWithADate() throws IOException {
    var pom = Files.readString(Path.of("pom.xml"));

    var version = Runtime.Version.parse(property(pom, "release.jdk"));
    assertThat(version).isGreaterThanOrEqualTo(Runtime.Version.parse("25.0.5.1"));
    assertThat(LocalDate.parse(property(pom, "release.jdk.date"))).isAfter("2026-11-16");
    assertThat(pom.split("RequireJdk.java", -1)).hasSize(2);
    assertThat(pom.indexOf("RequireJdk.java")).isGreaterThan(pom.indexOf("<id>dist</id>"));
  }

  private static String property(String pom, String name) {
    var found = Pattern.compile("<" + name + ">(.+)</" + name + ">").matcher(pom);
    assertThat(found.find()).as(name).isTrue();
    return found.group(1);
  }

  @Test
  void billOfMaterials_getsTheRuntimeAndTheNativeSqlite() throws Exception {
    var bom = Files.writeString(folder.resolve("sbom.json"), BOM);
    Files.writeString(
        folder.resolve("release"),
        """
        IMPLEMENTOR="Some Vendor"
        JAVA_RUNTIME_VERSION="25.0.5.1+4-LTS"
        JAVA_VERSION="25.0.5.1"
        MODULES="java.base java.sql"
        """);

    assertThat(BuildTool.run(folder, "SbomParts.java", bom.toString(), folder.toString()).err())
        .isEmpty();
    var once = Files.readString(bom);
    BuildTool.run(folder, "SbomParts.java", bom.toString(), folder.toString());

    assertThat(Files.readString(bom)).isEqualTo(once);
    var json = JsonParser.parseString(once).getAsJsonObject();
    var runtime = component(json, "openjdk");
    assertThat(runtime.get("version").getAsString()).isEqualTo("25.0.5.1+4-LTS");
    assertThat(runtime.get("publisher").getAsString()).isEqualTo("Some Vendor");
    assertThat(runtime.get("cpe").getAsString())
        .isEqualTo("cpe:2.3:a:oracle:openjdk:25.0.5.1:*:*:*:*:*:*:*");
    assertThat(runtime.toString()).contains("java.base java.sql", "cpe:2.3:a:oracle:jre:25.0.5.1:");
    var sqlite = component(json, "sqlite");
    assertThat(sqlite.get("version").getAsString()).isEqualTo(sqliteVersion());
    assertThat(sqlite.get("cpe").getAsString())
        .isEqualTo("cpe:2.3:a:sqlite:sqlite:" + sqliteVersion() + ":*:*:*:*:*:*:*");
    assertThat(dependencies(json, "pkg:maven/org.xerial"))
        .hasToString("[\"pkg:generic/sqlite@" + sqliteVersion() + "\"]");
    assertThat(dependencies(json, "pkg:maven/io.certvigil"))
        .hasToString("[\"pkg:generic/openjdk@25.0.5.1%2B4-LTS\"]");
  }

  /** As the driver's metadata has it. */
  private static String sqliteVersion() throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite::memory:")) {
      return connection.getMetaData().getDatabaseProductVersion();
    }
  }

  private static JsonObject component(JsonObject bom, String name) {
    for (var component : bom.getAsJsonArray("components")) {
      var object = component.getAsJsonObject();
      if (object.has("name") && object.get("name").getAsString().equals(name)) {
        return object;
      }
    }
    throw new AssertionError("no component " + name);
  }

  private static JsonArray dependencies(JsonObject bom, String prefix) {
    for (var dependency : bom.getAsJsonArray("dependencies")) {
      var object = dependency.getAsJsonObject();
      if (object.get("ref").getAsString().startsWith(prefix)) {
        return object.getAsJsonArray("dependsOn");
      }
    }
    throw new AssertionError("no dependencies of " + prefix);
  }
}
