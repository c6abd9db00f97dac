package io.certvigil.store.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoredJsonTest {
  private record Sample(
      String firstName, @Nullable Instant notAfter, @Nullable String fingerprintSha256) {}

  @Test
  void names_areLowerCaseWithUnderscores() {
    assertThat(StoredJson.write(new Sample("x", Instant.EPOCH, "ff")))
        .isEqualTo(
            "{\"first_name\":\"x\",\"not_after\":\"1970-01-01T00:00:00Z\","
                + "\"fingerprint_sha256\":\"ff\"}");
  }

  @Test
  void absentValue_isWrittenAsNull() {
    assertThat(StoredJson.write(new Sample("x", null, null)))
        .isEqualTo("{\"first_name\":\"x\",\"not_after\":null,\"fingerprint_sha256\":null}");
    assertThat(StoredJson.write(Arrays.asList("a", null))).isEqualTo("[\"a\",null]");
  }

  @Test
  void markup_isNotEscaped() {
    assertThat(StoredJson.write(List.of("<a href='x'>&"))).isEqualTo("[\"<a href='x'>&\"]");
  }

  @Test
  void momentOutOfRange_isTheNearestInRange() {
    assertThat(StoredJson.write(Instant.MAX)).isEqualTo("\"9999-12-31T23:59:59Z\"");
    assertThat(StoredJson.write(Instant.MIN)).isEqualTo("\"0000-01-01T00:00:00Z\"");
  }

  @Test
  void moment_isReadBackEqual() {
    var moment = Instant.parse("2026-11-20T22:00:07.412Z");

    assertThat(StoredJson.gson().fromJson(StoredJson.write(moment), Instant.class))
        .isEqualTo(moment);
  }
}
