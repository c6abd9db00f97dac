package io.certvigil.cloudflare.sources;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.stream.JsonReader;
import io.certvigil.cloudflare.fields.PemCache;
import io.certvigil.model.Zone;
import io.certvigil.model.ZoneStatus;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZoneStatusTest {
  @Test
  void status_isReadAsDocumented() throws IOException {
    assertThat(
            zone("\"status\":\"moved\",\"type\":\"full\",\"paused\":true,"
                    + "\"plan\":{\"legacy_id\":\"free\"}")
                .status())
        .isEqualTo(new ZoneStatus("moved", "full", true, "free"));
  }

  /** Such a zone is neither at risk nor recovered. */
  @ParameterizedTest
  @ValueSource(strings = {"null", "true", "{}", "[]", "[\"moved\"]", "\"\"", "\" \\u0000 \""})
  void nothingIsKnown_ofFieldsThatAreNullOrOfAnotherType(String value) throws IOException {
    var fields = "\"status\":%1$s,\"type\":%1$s,\"paused\":\"yes\",\"plan\":%1$s".formatted(value);

    var zone = zone(fields);

    assertThat(zone.status().known()).isFalse();
    assertThat(zone.status()).isEqualTo(ZoneStatus.UNKNOWN);
    assertThat(zone.zone().id()).isEqualTo("z1");
  }

  @Test
  void longStatus_isBounded() throws IOException {
    var status = zone("\"status\":\"" + "<b>\\u001b\\ud800".repeat(10_000) + "\"").status();

    assertThat(status.status().length()).isLessThanOrEqualTo(512);
    assertThat(status.status()).startsWith("<b> \ufffd<b>").doesNotContain("\u001b");
  }

  private static Zone zone(String fields) throws IOException {
    var json =
        "{\"id\":\"z1\",\"name\":\"shop.example\",\"account\":{\"id\":\"a1\"}," + fields + "}";
    return Zones.LISTING.item().read(new JsonReader(new StringReader(json)), new PemCache());
  }
}
