package io.certvigil.cli.doctor;

import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.check.ProbeResult;
import io.certvigil.notify.check.ReceiverProbe;
import java.util.List;
import java.util.function.Consumer;

/** Whether each receiver is there; nothing is sent to it. */
final class ChannelChecks {
  private final NotifySettings settings;
  private final Consumer<Check> reporter;

  ChannelChecks(NotifySettings settings, Consumer<Check> told) {
    this.settings = settings;
    this.reporter = told;
  }

  void run() {
    var bell = new ReceiverProbe(settings);
    settings.channels().keySet().forEach(name -> report("channel " + name, bell.probe(name)));
    report("heartbeat", bell.probeHeartbeat());
  }

  /** Of several addresses one is enough, since each gets everything. */
  private void report(String name, List<ProbeResult> reached) {
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
      case DNS -> "its name does not resolve: mend the name, or DNS";
      case TLS -> "its TLS is not trusted here: look at its certificate, its name and the tls key";
      case NETWORK, TIMEOUT -> "look at address and port, and at the firewalls between";
      case SMTP_4XX, RATE_LIMITED, HTTP_5XX -> "it is not well: try again later";
      case UNAUTHORIZED,
          FORBIDDEN,
          NOT_FOUND,
          REDIRECT,
          HTTP_4XX,
          SMTP_5XX,
          RECIPIENT,
          REJECTED,
          MAX_AGE ->
          "it will not talk to us: ask who runs it";
    };
  }
}
