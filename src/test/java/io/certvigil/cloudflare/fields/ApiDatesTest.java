package io.certvigil.cloudflare.fields;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Expiry;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiDatesTest {
  @ParameterizedTest
  @CsvSource({
    "2033-02-20T23:18:00Z, 2033-02-20T23:18:00Z",
    "2014-01-01T05:20:00.1Z, 2014-01-01T05:20:00.100Z",
    "2014-01-01T05:20:00.12345Z, 2014-01-01T05:20:00.123450Z",
    "2021-02-06T18:11:23.531995Z, 2021-02-06T18:11:23.531995Z",
    "2021-02-06T18:11:23.123456789Z, 2021-02-06T18:11:23.123456789Z",
    "2021-02-06t18:11:23z, 2021-02-06T18:11:23Z",
    "2021-02-06T18:11:23+02:00, 2021-02-06T16:11:23Z",
    "2021-02-06T18:11:23-05:30, 2021-02-06T23:41:23Z",
    "2021-02-06T18:11:23+0200, 2021-02-06T16:11:23Z",
    "2016-12-31T23:59:60Z, 2017-01-01T00:00:00Z",
    "2019-04-15 07:46:00 +0000 UTC, 2019-04-15T07:46:00Z",
    "2019-04-15 07:46:00.123456789 +0000 UTC, 2019-04-15T07:46:00.123456789Z",
    "2019-04-15 07:46:00 +0200 CEST, 2019-04-15T05:46:00Z",
    "2019-04-15 07:46:00 +0530 +0530, 2019-04-15T02:16:00Z",
    "2019-04-15 07:46:00.5 +0000 UTC m=+0.1, 2019-04-15T07:46:00.500Z",
    "2019-04-15 07:46:00 +0000 UTC m=-12.000000001, 2019-04-15T07:46:00Z",
    "2019-09-10 23:59:59+00, 2019-09-10T23:59:59Z",
    "2018-09-24 11:41:36.697534+00, 2018-09-24T11:41:36.697534Z",
    "2018-09-24 11:41:36-05, 2018-09-24T16:41:36Z",
    "2018-09-24 11:41:36+05:30, 2018-09-24T06:11:36Z",
    "1970-01-01T00:00:00Z, 1970-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z",
    "'  2033-02-20T23:18:00Z ', 2033-02-20T23:18:00Z"
  })
  void moment_whenWrittenInAKnownForm(String text, Instant expected) {
    assertThat(ApiDates.parse(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "never",
        "null",
        "1700000000",
        "2033-02-20",
        "2033-02-20T23:18:00",
        "2033-02-20 23:18:00",
        "2033-02-31T23:18:00Z",
        "2033-13-01T00:00:00Z",
        "2033-02-20T24:00:00Z",
        "2033-02-20T23:18:61Z",
        "2033-02-20T23:18:00+25:00",
        "2033-02-20T23:18:00.1234567890Z",
        "0001-01-01T00:00:00Z",
        "0001-01-01 00:00:00 +0000 UTC",
        "1969-12-31T23:59:59Z",
        "9999-12-31T23:59:59-02:00",
        "10000-01-01T00:00:00Z",
        "2033-02-20T23:18:00Z and more",
        "infinity",
        "２０３３-02-20T23:18:00Z"
      })
  void empty_whenNotParseable(String text) {
    assertThat(ApiDates.parse(text)).isEmpty();
  }

  @Test
  void expiryKeepsTheText_whenNotParseable() {
    assertThat(ApiDates.expiry("soon\u0000ish")).isEqualTo(new Expiry.Unreadable("soon ish", null));
  }

  @Test
  void expiryKeepsAHundredCharacters_whenTheTextIsLong() {
    assertThat(ApiDates.expiry("9".repeat(10_000)))
        .isEqualTo(new Expiry.Unreadable("9".repeat(100), null));
  }

  @Test
  void expiryIsUnreadable_whenMissing() {
    assertThat(ApiDates.expiry(null)).isEqualTo(new Expiry.Unreadable("", null));
  }
}
