package io.certvigil.demo.simulator;

import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.StringJoiner;

/** An encoded certificate, with its serial and fingerprints in the formats of the lists. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record EncodedCertificate(BigInteger serial, byte[] ski, byte[] der) {
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  String pem() {
    return "-----BEGIN CERTIFICATE-----\n"
        + LINES.encodeToString(der)
        + "\n-----END CERTIFICATE-----\n";
  }

  String serialHex() {
    return serial.toString(16);
  }

  String skiHex() {
    return HexFormat.of().formatHex(ski);
  }

  /** Bare lower-case hex, as in client certificates. */
  String sha256() {
    return HexFormat.of().formatHex(MessageDigests.sha256(der));
  }

  /** With colons and groups that are not padded, as in gateway certificates. */
  String sha256Unpadded() {
    var groups = new StringJoiner(":");
    for (var b : MessageDigests.sha256(der)) {
      groups.add(Integer.toHexString(b & 0xff).toUpperCase(Locale.ROOT));
    }
    return groups.toString();
  }

  /** As in Access certificates. */
  String md5() {
    return "MD5 Fingerprint="
        + HexFormat.ofDelimiter(":").withUpperCase().formatHex(MessageDigests.md5(der));
  }
}
