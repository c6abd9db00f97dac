package io.certvigil.cli.doctor;

import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.check.ProbeResult;
import io.certvigil.notify.check.ReceiverProbe;
import io.certvigil.redaction.Scrubber;
import java.util.List;
import java.util.function.Consumer;

/** Checks whether each receiver is reachable; sends no message. */
final class ChannelChecks {
  private ChannelChecks() {}

  static void run(NotifySettings settings, Scrubber scrubber, Consumer<Check> reporter) {
    var probe = new ReceiverProbe(settings, scrubber);
    settings
        .channels()
        .keySet()
        .forEach(name -> report("channel " + name, probe.probe(name), reporter));
    report("heartbeat", probe.probeHeartbeat(), reporter);
  }

  /** One reachable address of several is enough, because each address receives every message. */
  private static void report(String name, List<ProbeResult> reached, Consumer<Check> reporter) {
    boolean some = reached.stream().anyMatch(ProbeResult.Reachable.class::isInstance);
    for (var reach : reached) {
      reporter.accept(
          switch (reach) {
            case ProbeResult.Reachable met ->
                Check.ok(name, reached.size() > 1 ? met.key() + " " + met.detail() : met.detail());
            case ProbeResult.Unreachable missed ->
                some ? Check.warning(name, line(missed)) : Check.failed(name, line(missed));
          });
    }
  }

  private static String line(ProbeResult.Unreachable missed) {
    return missed.key() + ": " + missed.detail() + "; " + advice(missed.reason());
  }

  private static String advice(Outcome.Reason reason) {
    return switch (reason) {
      case DNS -> "its name does not resolve: fix the name or DNS";
      case TLS ->
          "its TLS certificate is not trusted: check the certificate, the host name and the tls key"
              + " of the config";
      case NETWORK, TIMEOUT, AMBIGUOUS -> "check the address, the port and firewalls";
      case SMTP_4XX, RATE_LIMITED, HTTP_5XX ->
          "the receiver has a temporary failure: try again later";
      case UNAUTHORIZED,
          FORBIDDEN,
          NOT_FOUND,
          REDIRECT,
          HTTP_4XX,
          SMTP_5XX,
          RECIPIENT,
          TOO_LARGE,
          REJECTED,
          MAX_AGE ->
          "the receiver refuses connections: contact its operator";
    };
  }
}
