package io.certvigil.notify.check;

import io.certvigil.model.Secret;
import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.CancellableConnection;
import io.certvigil.notify.NotifySettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Failure;
import io.certvigil.notify.email.SmtpClient;
import io.certvigil.notify.http.HttpOutcomes;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLSocketFactory;

/**
 * Goes to the door of a receiver, and no further: the name resolves, somebody answers, TLS holds, a
 * mail server greets. No request and no message is sent, and nobody is told who rings.
 */
public final class ReceiverProbe {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String PROBE_SENDER = "nobody@localhost";

  private final NotifySettings settings;
  private final SSLSocketFactory tls;
  private final Duration limit;

  /** For these channels, trusting whom Java trusts. */
  public ReceiverProbe(NotifySettings settings) {
    this(settings, (SSLSocketFactory) SSLSocketFactory.getDefault(), LIMIT);
  }

  ReceiverProbe(NotifySettings settings, SSLSocketFactory tls, Duration limit) {
    this.settings = settings;
    this.tls = tls;
    this.limit = limit;
  }

  /**
   * Each address of a channel, in the order of the config. Comes back in bounded time and throws
   * nothing for a receiver's fault.
   *
   * @throws IllegalArgumentException where there is no such channel
   */
  public List<ProbeResult> probe(String channel) {
    var how = settings.channels().get(channel);
    if (how == null) {
      throw new IllegalArgumentException("channel: there is none called " + channel);
    }
    var key = "channels." + channel;
    return switch (how) {
      case ChannelSettings.Webhook webhook -> List.of(probeUrl(key + ".url", webhook.url()));
      case ChannelSettings.Slack slack -> List.of(probeUrl(key + ".url", slack.url()));
      case ChannelSettings.Alertmanager cluster -> probeEach(key + ".urls", cluster.urls());
      case ChannelSettings.PagerDuty service ->
          List.of(probeUrl(key + ".url", new Secret(service.url().toString())));
      case ChannelSettings.Email email -> List.of(probeMail(key + ".smtp", email.smtp()));
    };
  }

  /** As {@link #probe(String)}, at whoever listens for the heartbeat; empty where nobody does. */
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
    var url = URI.create(address.reveal()); // the config has seen that it is one
    boolean secret = "https".equals(url.getScheme().toLowerCase(Locale.ROOT));
    int port = url.getPort() < 0 ? secret ? 443 : 80 : url.getPort();
    try (var watchdog = new AttemptWatchdog(limit);
        var connection = new CancellableConnection(host(url), port, !secret, limit)) {
      watchdog.start(connection::cancel);
      return probeUrl(key, connection, secret);
    }
  }

  private ProbeResult probeUrl(String key, CancellableConnection connection, boolean secret) {
    try {
      var wire = connection.connect();
      return new ProbeResult.Reachable(
          key, secret ? handshake(connection, wire) : "answers, without TLS");
    } catch (IOException e) {
      return connection.isCancelled()
          ? new ProbeResult.Unreachable(key, Outcome.Reason.TIMEOUT, "no whole answer in time")
          : unreachable(key, HttpOutcomes.of(e));
    }
  }

  private String handshake(CancellableConnection connection, Socket wire) throws IOException {
    try (var secured = connection.startTls(wire, tls)) {
      return "answers, " + secured.getSession().getProtocol();
    }
  }

  /** Java keeps the brackets of an IPv6 address. */
  private static String host(URI url) {
    return url.getHost().replaceAll("[\\[\\]]", "");
  }

  /** Without user and password: to guess at those is not for a doorbell. */
  private ProbeResult probeMail(String key, NotifySettings.Smtp server) {
    var stranger = new NotifySettings.Smtp(server.host(), server.port(), server.tls(), null, null);
    try (var smtp = new SmtpClient(stranger, PROBE_SENDER, limit, tls)) {
      var outcome = smtp.checkConnection();
      return outcome instanceof Delivered
          ? new ProbeResult.Reachable(key, "greets, " + encryption(server.tls()))
          : unreachable(key, outcome);
    }
  }

  private static String encryption(NotifySettings.Smtp.Tls tls) {
    return switch (tls) {
      case STARTTLS -> "STARTTLS";
      case IMPLICIT -> "TLS";
      case NONE -> "without TLS";
    };
  }

  private static ProbeResult unreachable(String key, Outcome outcome) {
    return outcome instanceof Failure failure
        ? new ProbeResult.Unreachable(key, failure.reason(), failure.answer())
        : new ProbeResult.Unreachable(key, Outcome.Reason.NETWORK, outcome.answer());
  }
}
