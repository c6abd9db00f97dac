package io.certvigil.cloudflare.fields;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The text of a PEM: finds its certificates, and skips everything else unread. */
final class PemText {
  /** {@code TRUSTED CERTIFICATE} is OpenSSL's label, {@code X509 CERTIFICATE} its former one. */
  private static final Set<String> LABELS =
      Set.of("CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE");

  private static final int MAX_LENGTH = 1_000_000;
  private static final String DASHES = "-----";
  private static final String BEGIN = DASHES + "BEGIN ";
  private static final String END = DASHES + "END ";

  private PemText() {}

  /**
   * The base64 text of each certificate, in order; empty if the text is missing or too long. A
   * certificate without its END line is skipped.
   */
  static List<String> certificates(@Nullable String pem) {
    var found = new ArrayList<String>();
    if (pem == null || pem.length() > MAX_LENGTH) {
      return found;
    }
    int at = pem.indexOf(BEGIN);
    while (at >= 0) {
      int label = at + BEGIN.length();
      int body = pem.indexOf(DASHES, label);
      int end = body < 0 ? -1 : pem.indexOf(DASHES, body + DASHES.length());
      if (end >= 0
          && pem.startsWith(END, end)
          && LABELS.contains(pem.substring(label, body).strip())) {
        found.add(pem.substring(body + DASHES.length(), end));
      }
      at = end < 0 ? -1 : pem.indexOf(BEGIN, end);
    }
    return found;
  }

  static byte[] decoded(String base64) {
    // The gateway's PEMs can contain a backslash and an n in place of each line break.
    var plain = base64.replace("\\n", "\n").replace("\\r", "\r");
    return Base64.getMimeDecoder().decode(plain);
  }
}
