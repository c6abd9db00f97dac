package io.certvigil.metrics;

import io.certvigil.model.Certificate;
import io.certvigil.model.Expiry;
import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.X509Fields;
import io.certvigil.store.CommittedScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/** Scopes with hostile texts; the same for the same seed. */
final class HostileScopes {
  private static final String[] PARTS = {
    "\"",
    "\\",
    "\n",
    "\r",
    "\t",
    "\0",
    "{",
    "}",
    "=",
    ",",
    "#",
    " ",
    "\ud800",
    "\udc00",
    "😀",
    "é",
    "\u2028",
    "\u202e",
    "\u0085",
    "# EOF\n",
    "a",
    "certvigil_",
    "\",serial=\"",
    "\\\",serial=\\\"",
    "NaN",
    "\ufeff"
  };

  private final Random random;

  HostileScopes(long seed) {
    random = new Random(seed);
  }

  /** From {@code -Dcertvigil.seed}; part of the description of failed assertions. */
  static long seed() {
    return Long.getLong("certvigil.seed", 20_261_120L);
  }

  String text() {
    var text = new StringBuilder();
    int length = random.nextInt(20) == 0 ? 10_000 : random.nextInt(8);
    for (int i = 0; i < length; i++) {
      text.append(PARTS[random.nextInt(PARTS.length)]);
    }
    return text.toString();
  }

  private String id() {
    var text = text();
    return text.isBlank() ? "x" + random.nextInt(5) : text;
  }

  List<CommittedScope> scopes(int count) {
    var scopes = new ArrayList<CommittedScope>();
    for (int i = 0; i < count; i++) {
      var scope =
          Scope.ofZone(
              Source.CLIENT_CERTIFICATES,
              new ResourceRef(id(), text()),
              new ResourceRef(id() + i, text()));
      var certificates = new HashMap<String, Certificate>();
      for (int c = 0; c < 30; c++) {
        var certificate = certificate();
        certificates.put(certificate.id(), certificate);
      }
      var labels = new HashMap<String, String>();
      for (int label = 0; label < 5; label++) {
        labels.put(text().toLowerCase(Locale.ROOT), text());
      }
      var made = MetricsScopes.read(scope, List.copyOf(certificates.values()));
      scopes.add(MetricsScopes.labelled(made, labels));
    }
    return scopes;
  }

  private Certificate certificate() {
    var end = MetricsScopes.TODAY.plus(Duration.ofHours(random.nextInt(100_000) - 20_000));
    var expiry =
        switch (random.nextInt(4)) {
          case 0 -> new Expiry.Never();
          case 1 -> new Expiry.Unreadable(text(), random.nextBoolean() ? end : null);
          default -> Expiry.on(end);
        };
    var x509 =
        new X509Fields(null, text(), text(), text(), List.of(text(), text(), text(), text()));
    return new Certificate(id(), text(), text(), null, false, expiry, x509, Map.of());
  }
}
