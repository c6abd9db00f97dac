package io.certvigil.cli;

import io.certvigil.model.Glob;
import io.certvigil.policy.Match;
import io.certvigil.policy.Silence;
import io.certvigil.store.Catalogue.AlertView;
import io.certvigil.store.CertificateView;
import java.util.Map;

/** What a silence covers, as the composer holds it against events. */
final class Coverage {
  private Coverage() {}

  /** A wide one is meant for certificates: what is no certificate is covered only by its key. */
  static boolean covers(Silence silence, AlertView view) {
    var certificate = view.certificate();
    var key = silence.key();
    if (certificate == null) {
      return key.equals(view.alert().id().key()) && silence.match().equals(Match.ALL);
    }
    return (key.isEmpty() || key.equals(view.alert().id().key()) || key.equals(certificate.key()))
        && covers(silence.match(), certificate);
  }

  /** Whether it would cover an alert about this certificate. */
  static boolean covers(Silence silence, CertificateView certificate) {
    return (silence.key().isEmpty() || silence.key().equals(certificate.key()))
        && covers(silence.match(), certificate);
  }

  /** Whether the matchers alone fit. */
  static boolean covers(Match match, CertificateView certificate) {
    var zone = certificate.zone();
    var account = certificate.account();
    return takes(match.source(), certificate.source())
        && (match.zone().isEmpty() || (zone != null && takes(match.zone(), zone.name())))
        && (takes(match.account(), account.id()) || takes(match.account(), account.name()))
        && takes(match.name(), certificate.name())
        && takes(match.labels(), certificate.labels());
  }

  private static boolean takes(Map<String, String> globs, Map<String, String> labels) {
    return globs.entrySet().stream()
        .allMatch(
            glob -> {
              var value = labels.get(glob.getKey());
              return value != null && takes(glob.getValue(), value);
            });
  }

  private static boolean takes(String glob, String word) {
    return new Glob(glob).takes(word);
  }
}
