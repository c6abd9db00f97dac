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
 * registry: skipped without them, failing if {@code CI=true}.
 */
@Tag("node")
class SdkConformanceIT {
  private final SimulatorFixture fixture = new SimulatorFixture(SimulatedEstate.sample(1, TODAY));

  @AfterEach
  void close() {
    fixture.close();
  }

  private record ListedCertificate(String source, String owner, String id, String expiresOn) {}

  @Test
  void sdk_listsTheSameCertificates() throws Exception {
    CloudflareSdk.install();

    var listed = list();

    assertThat(listed)
        .extracting(ListedCertificate::expiresOn)
        .containsOnlyOnce(ApiJson.UNREADABLE);
    assertThat(listed)
        .map(one -> List.of(one.source(), one.owner(), one.id(), end(one.expiresOn())))
        .containsExactlyInAnyOrderElementsOf(
            fixture.estate.expectedCertificates(TODAY).stream()
                .map(SdkConformanceIT::expectation)
                .toList());
  }

  private static List<String> expectation(ExpectedCertificate expected) {
    var end = expected.notAfter() == null ? "unknown" : expected.notAfter().toString();
    return List.of(expected.source().word(), expected.ownerId(), expected.certificateId(), end);
  }

  private static String end(String expiresOn) {
    return expiresOn.equals(ApiJson.UNREADABLE) || expiresOn.equals("never") || expiresOn.isEmpty()
        ? "unknown"
        : Instant.parse(rfc3339(expiresOn)).toString();
  }

  /** Converts Origin CA's {@code 2014-01-01 05:20:00 +0000 UTC}, and PostgreSQL's format. */
  private static String rfc3339(String expiresOn) {
    return expiresOn.replaceFirst("^(\\S+) (\\S+?) ?\\+00(00 UTC)?$", "$1T$2Z");
  }

  private List<ListedCertificate> list() throws IOException, InterruptedException {
    return CloudflareSdk.run("list.mjs", fixture.cloudflare.baseUrl()).stream()
        .map(JsonParser::parseString)
        .map(SdkConformanceIT::listed)
        .toList();
  }

  private static ListedCertificate listed(JsonElement line) {
    var json = line.getAsJsonObject();
    return new ListedCertificate(
        text(json, "source"), text(json, "owner"), text(json, "id"), text(json, "expires_on"));
  }

  private static String text(JsonObject json, String field) {
    return json.get(field).getAsString();
  }
}
