package io.certvigil.demo;

import static io.certvigil.demo.SettableClock.TODAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The official SDK for TypeScript lists the same certificates. Needs node, npm and the npm
 * registry: skipped without them, failing where {@code CI=true}.
 */
@Tag("node")
class SdkConformanceIT {
  private static final Path SCRIPTS = Path.of("src/test/js");
  private static final Path WORK = Path.of("target/sdk");

  private final Served served = new Served(Estate.lifelike(1, TODAY));

  @AfterEach
  void close() {
    served.close();
  }

  private record Seen(String source, String owner, String id, String expiresOn) {}

  @Test
  void sdk_listsTheSameCertificates() throws Exception {
    install();

    var seen = list();

    assertThat(seen).extracting(Seen::expiresOn).containsOnlyOnce(Wire.UNREADABLE);
    assertThat(seen)
        .map(one -> List.of(one.source(), one.owner(), one.id(), end(one.expiresOn())))
        .containsExactlyInAnyOrderElementsOf(
            served.estate.truth(TODAY).stream().map(SdkConformanceIT::facts).toList());
  }

  private static List<String> facts(Truth truth) {
    var end = truth.notAfter() == null ? "unknown" : truth.notAfter().toString();
    return List.of(truth.source().word(), truth.ownerId(), truth.certificateId(), end);
  }

  private static String end(String expiresOn) {
    return expiresOn.equals(Wire.UNREADABLE) || expiresOn.equals("never") || expiresOn.isEmpty()
        ? "unknown"
        : Instant.parse(rfc3339(expiresOn)).toString();
  }

  /** From Origin CA's {@code 2014-01-01 05:20:00 +0000 UTC}, and from PostgreSQL's form. */
  private static String rfc3339(String expiresOn) {
    return expiresOn.replaceFirst("^(\\S+) (\\S+?) ?\\+00(00 UTC)?$", "$1T$2Z");
  }

  private static void install() throws IOException, InterruptedException {
    Files.createDirectories(WORK);
    for (var name : List.of("package.json", "list.mjs")) {
      Files.copy(SCRIPTS.resolve(name), WORK.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    var npm =
        List.of(
            "npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock");
    needed(
        run(npm, Map.of(), "npm.log") == 0, "npm cannot install the SDK, see target/sdk/npm.log");
  }

  private List<Seen> list() throws IOException, InterruptedException {
    var environment =
        Map.of(
            "CLOUDFLARE_BASE_URL", served.cloudflare.baseUrl().toString(),
            "CLOUDFLARE_API_TOKEN", SimulatedCloudflare.TOKEN.reveal());
    var status = run(List.of("node", "list.mjs"), environment, "list.jsonl");
    var lines = Files.readAllLines(WORK.resolve("list.jsonl"));
    assertThat(status).as("the SDK's script: %s", String.join("\n", lines)).isZero();
    return lines.stream().map(JsonParser::parseString).map(SdkConformanceIT::seen).toList();
  }

  private static Seen seen(JsonElement line) {
    var json = line.getAsJsonObject();
    return new Seen(
        text(json, "source"), text(json, "owner"), text(json, "id"), text(json, "expires_on"));
  }

  private static String text(JsonObject json, String field) {
    return json.get(field).getAsString();
  }

  /** The exit status; -1 where the program is missing or does not end. */
  private static int run(List<String> command, Map<String, String> environment, String log)
      throws InterruptedException {
    var builder = new ProcessBuilder(command).directory(WORK.toFile()).redirectErrorStream(true);
    builder.redirectOutput(WORK.resolve(log).toFile());
    builder.environment().putAll(environment);
    try {
      var process = builder.start();
      if (process.waitFor(3, TimeUnit.MINUTES)) {
        return process.exitValue();
      }
      process.destroyForcibly();
      return -1;
    } catch (IOException e) {
      return -1;
    }
  }

  private static void needed(boolean there, String reason) {
    if (Objects.equals(System.getenv("CI"), "true")) {
      assertThat(there).as(reason).isTrue();
    }
    assumeTrue(there, reason);
  }
}
