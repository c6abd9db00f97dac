package io.certvigil.notify.check;

import io.certvigil.model.Secret;
import io.certvigil.net.AttemptWatchdog;
import io.certvigil.net.CancellableConnection;
import io.certvigil.net.Connector;
import io.certvigil.net.NameResolver;
import io.certvigil.net.RemoteEndpoint;
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
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks DNS, connection, TLS and SMTP greeting of a receiver. It sends no request and no message,
 * and no credentials.
 */
public final class ReceiverProbe {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String PROBE_SENDER = "nobody@localhost";

  private final NotifySettings settings;
  private final NameResolver names = new NameResolver();
  private final Duration limit;
  private final Scrubber scrubber;

  public ReceiverProbe(NotifySettings settings, Scrubber scrubber) {
    this(settings, LIMIT, scrubber);
  }

  ReceiverProbe(NotifySettings settings, Duration limit, Scrubber scrubber) {
    this.scrubber = scrubber;
    this.settings = settings;
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
    var connector = new Connector(settings.outbound(channel), names);
    return switch (channelSettings) {
      case ChannelSettings.Webhook webhook ->
          List.of(probeUrl(connector, key + ".url", webhook.url()));
      case ChannelSettings.Slack slack -> List.of(probeUrl(connector, key + ".url", slack.url()));
      case ChannelSettings.Alertmanager cluster ->
          probeEach(connector, key + ".urls", cluster.urls());
      case ChannelSettings.PagerDuty service ->
          List.of(probeUrl(connector, key + ".url", new Secret(service.url().toString())));
      case ChannelSettings.Email email ->
          List.of(probeMail(connector, key + ".smtp", email.smtp()));
    };
  }

  /** Like {@link #probe(String)}, for the URL of the heartbeat; empty if none is configured. */
  public List<ProbeResult> probeHeartbeat() {
    var heartbeat = settings.heartbeat();
    if (heartbeat == null) {
      return List.of();
    }
    var connector = new Connector(heartbeat.outbound(), names);
    return List.of(probeUrl(connector, "heartbeat.url", heartbeat.url()));
  }

  private List<ProbeResult> probeEach(Connector connector, String key, List<Secret> urls) {
    var reached = new ArrayList<ProbeResult>();
    for (var url : urls) {
      reached.add(probeUrl(connector, key + "[" + reached.size() + "]", url));
    }
    return reached;
  }

  private static URI url(Secret address) {
    try {
      return RemoteEndpoint.parse(address.reveal());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("not a URL"); // the config has validated it
    }
  }

  private ProbeResult probeUrl(Connector connector, String key, Secret address) {
    var place = RemoteEndpoint.of(url(address));
    try (var watchdog = new AttemptWatchdog("probe-watchdog", limit);
        var connection =
            connector.connection(place.host(), place.port(), place.encrypted(), limit)) {
      watchdog.start(connection::cancel);
      return probeUrl(key, connection, connector, place);
    }
  }

  private ProbeResult probeUrl(
      String key, CancellableConnection connection, Connector connector, RemoteEndpoint place) {
    try {
      var wire = connection.connect();
      return new ProbeResult.Reachable(
          key,
          place.encrypted()
              ? handshake(connection, wire) + connector.route(place.host(), place.port())
              : "answers, without TLS");
    } catch (IOException e) {
      return unreachable(
          key, connection.isCancelled() ? HttpOutcomes.timeout() : HttpOutcomes.of(e));
    }
  }

  private String handshake(CancellableConnection connection, Socket wire) throws IOException {
    try (var secured = connection.startTls(wire)) {
      return "answers, " + secured.getSession().getProtocol();
    }
  }

  /** Without user and password: a probe must not log in. */
  private ProbeResult probeMail(Connector connector, String key, NotifySettings.Smtp server) {
    var anonymous =
        new NotifySettings.Smtp(
            server.host(), server.port(), server.tls(), null, null, server.helo(), server.auth());
    try (var smtp =
        new SmtpClient(anonymous, PROBE_SENDER, SmtpLimits.all(limit), scrubber, connector)) {
      return switch (smtp.checkConnection()) {
        case Delivered _ ->
            new ProbeResult.Reachable(
                key,
                "greets, "
                    + encryption(server.tls())
                    + (server.tls() == NotifySettings.Smtp.Tls.NONE
                        ? ""
                        : connector.route(server.host(), server.port())));
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
