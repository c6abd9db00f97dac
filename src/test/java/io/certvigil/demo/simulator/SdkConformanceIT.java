package io.certvigil.demo.simulator;

import static io.certvigil.demo.FixedClock.TODAY;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The official SDK for TypeScript lists the same certificates. Needs node, npm and the npm
 * registry: skipped without them, failing where {@code CI=true}.
 */
@Tag("node")
class SdkConformanceIT {
  private final SimulatorFixture served = new SimulatorFixture(SimulatedEstate.sample(1, TODAY));

  @AfterEach
  void close() {
    served.close();
  }

  private record Seen(String source, String owner, String id, String expiresOn) {}

  @Test
  void sdk_listsTheSameCertificates() throws Exception {
    CloudflareSdk.install();

    var seen = list();

    assertThat(seen).extracting(Seen::expiresOn).containsOnlyOnce(ApiJson.UNREADABLE);
    assertThat(seen)
        .map(one -> List.of(one.source(), one.owner(), one.id(), end(one.expiresOn())))
        .containsExactlyInAnyOrderElementsOf(
            served.estate.expectedCertificates(TODAY).stream()
                .map(SdkConformanceIT::facts)
                .toList());
  }

  private static List<String> facts(ExpectedCertificate truth) {
    var end = truth.notAfter() == null ? "unknown" : truth.notAfter().toString();
    return List.of(truth.source().word(), truth.ownerId(), truth.certificateId(), end);
  }

  private static String end(String expiresOn) {
    return expiresOn.equals(ApiJson.UNREADABLE) || expiresOn.equals("never") || expiresOn.isEmpty()
        ? "unknown"
        : Instant.parse(rfc3339(expiresOn)).toString();
  }

  /** From Origin CA's {@code 2014-01-01 05:20:00 +0000 UTC}, and from PostgreSQL's form. */
  private static String rfc3339(String expiresOn) {
    return expiresOn.replaceFirst("^(\\S+) (\\S+?) ?\\+00(00 UTC)?$", "$1T$2Z");
  }

  private List<Seen> list() throws IOException, InterruptedException {
    return CloudflareSdk.run("list.mjs", served.cloudflare.baseUrl()).stream()
        .map(JsonParser::parseString)
        .map(SdkConformanceIT::seen)
        .toList();
  }

  private static Seen seen(JsonElement line) {
    var json = line.getAsJsonObject();
    return new Seen(
        text(json, "source"), text(json, "owner"), text(json, "id"), text(json, "expires_on"));
  }

  private static String text(JsonObject json, String field) {
    return json.get(field).getAsString();
  }
}
