package io.certvigil.store;

import io.certvigil.policy.Match;
import io.certvigil.policy.Silence;
import java.util.Collection;
import java.util.List;

/** What a silence covers, as the composer holds it against events. */
public final class Coverage {
  private Coverage() {}

  /** A wide one is meant for certificates: what is no certificate is covered only by its key. */
  public static boolean covers(Silence silence, AlertView view) {
    var certificate = view.certificate();
    var key = silence.key();
    if (certificate == null) {
      return key.equals(view.alert().id().key()) && silence.match().equals(Match.ALL);
    }
    return (key.isEmpty() || key.equals(view.alert().id().key()) || key.equals(certificate.key()))
        && covers(silence.match(), certificate);
  }

  /** Whether it would cover an alert about this certificate. */
  public static boolean covers(Silence silence, CertificateView certificate) {
    return (silence.key().isEmpty() || silence.key().equals(certificate.key()))
        && covers(silence.match(), certificate);
  }

  /**
   * Those of these silences that would cover the alert of this certificate.
   *
   * @param alertKey of its alert, whether or not there ever was one
   */
  public static List<Silence> of(
      Collection<Silence> silences, CertificateView certificate, String alertKey) {
    return silences.stream()
        .filter(
            silence ->
                silence.key().equals(alertKey)
                    ? covers(silence.match(), certificate)
                    : covers(silence, certificate))
        .toList();
  }

  /** Whether the matchers alone fit. */
  private static boolean covers(Match match, CertificateView certificate) {
    return match.takesName(certificate.name())
        && match.takes(
            certificate.source(), certificate.account(), certificate.zone(), certificate.labels());
  }
}
