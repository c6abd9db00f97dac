package io.certvigil.notify.check;

import io.certvigil.model.Secret;
import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.CancellableConnection;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Failure;
import io.certvigil.notify.email.SmtpClient;
import io.certvigil.notify.email.SmtpLimits;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.redaction.Scrubber;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;

/**
 * Checks DNS, connection, TLS and SMTP greeting of a receiver. It sends no request and no message,
 * and no credentials.
 */
public final class ReceiverProbe {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String PROBE_SENDER = "nobody@localhost";

  private final NotifySettings settings;
  private final SSLSocketFactory tls;
  private final Duration limit;
  private final Scrubber scrubber;

  /** Probes these channels with the default trust store of Java. */
  public ReceiverProbe(NotifySettings settings, Scrubber scrubber) {
    this(settings, (SSLSocketFactory) SSLSocketFactory.getDefault(), LIMIT, scrubber);
  }

  ReceiverProbe(NotifySettings settings, SSLSocketFactory tls, Duration limit, Scrubber scrubber) {
    this.scrubber = scrubber;
    this.settings = settings;
    this.tls = tls;
    this.limit = limit;
  }

  /**
   * Probes each address of a channel, in the order of the config. Returns within the time limit and
   * does not throw for a fault of the receiver.
   *
   * @throws IllegalArgumentException if there is no such channel
   */
  public List<ProbeResult> probe(String channel) {
    var channelSettings = settings.channels().get(channel);
    if (channelSettings == null) {
      throw new IllegalArgumentException("channel: no channel is named " + channel);
    }
    var key = "channels." + channel;
    return switch (channelSettings) {
      case ChannelSettings.Webhook webhook -> List.of(probeUrl(key + ".url", webhook.url()));
      case ChannelSettings.Slack slack -> List.of(probeUrl(key + ".url", slack.url()));
      case ChannelSettings.Alertmanager cluster -> probeEach(key + ".urls", cluster.urls());
      case ChannelSettings.PagerDuty service ->
          List.of(probeUrl(key + ".url", new Secret(service.url().toString())));
      case ChannelSettings.Email email -> List.of(probeMail(key + ".smtp", email.smtp()));
    };
  }

  /** Like {@link #probe(String)}, for the URL of the heartbeat; empty if none is configured. */
  public List<ProbeResult> probeHeartbeat() {
    var heartbeat = settings.heartbeat();
    return heartbeat == null ? List.of() : List.of(probeUrl("heartbeat.url", heartbeat.url()));
  }

  private List<ProbeResult> probeEach(String key, List<Secret> urls) {
    var reached = new ArrayList<ProbeResult>();
    for (var url : urls) {
      reached.add(probeUrl(key + "[" + reached.size() + "]", url));
    }
    return reached;
  }

  private ProbeResult probeUrl(String key, Secret address) {
    var url = URI.create(address.reveal()); // the config has validated it
    boolean encrypted = "https".equals(url.getScheme().toLowerCase(Locale.ROOT));
    int port = url.getPort() < 0 ? encrypted ? 443 : 80 : url.getPort();
    try (var watchdog = new AttemptWatchdog("probe-watchdog", limit);
        var connection = new CancellableConnection(host(url), port, !encrypted, limit)) {
      watchdog.start(connection::cancel);
      return probeUrl(key, connection, encrypted);
    }
  }

  private ProbeResult probeUrl(String key, CancellableConnection connection, boolean encrypted) {
    try {
      var wire = connection.connect();
      return new ProbeResult.Reachable(
          key, encrypted ? handshake(connection, wire) : "answers, without TLS");
    } catch (IOException e) {
      return unreachable(
          key, connection.isCancelled() ? HttpOutcomes.timeout() : HttpOutcomes.of(e));
    }
  }

  private String handshake(CancellableConnection connection, Socket wire) throws IOException {
    try (var secured = connection.startTls(wire, tls)) {
      return "answers, " + secured.getSession().getProtocol();
    }
  }

  /** Without the brackets of an IPv6 address, which {@link URI#getHost} keeps. */
  private static String host(URI url) {
    return url.getHost().replaceAll("[\\[\\]]", "");
  }

  /** Without user and password: a probe must not log in. */
  private ProbeResult probeMail(String key, NotifySettings.Smtp server) {
    var anonymous =
        new NotifySettings.Smtp(
            server.host(), server.port(), server.tls(), null, null, server.helo(), server.auth());
    try (var smtp = new SmtpClient(anonymous, PROBE_SENDER, SmtpLimits.all(limit), tls, scrubber)) {
      return switch (smtp.checkConnection()) {
        case Delivered _ -> new ProbeResult.Reachable(key, "greets, " + encryption(server.tls()));
        case Failure failure -> unreachable(key, failure);
      };
    }
  }

  private static String encryption(NotifySettings.Smtp.Tls tls) {
    return switch (tls) {
      case STARTTLS -> "STARTTLS";
      case IMPLICIT -> "TLS";
      case NONE -> "without TLS";
    };
  }

  private static ProbeResult unreachable(String key, Failure failure) {
    return new ProbeResult.Unreachable(key, failure.reason(), failure.answer());
  }
}
