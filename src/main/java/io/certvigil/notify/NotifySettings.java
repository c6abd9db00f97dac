package io.certvigil.notify;

import io.certvigil.model.Secret;
import io.certvigil.net.OutboundSettings;
import io.certvigil.policy.Severity;
import io.certvigil.store.receiver.ChannelTarget;
import java.net.URI;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code channels}, {@code routes}, {@code digests} and {@code heartbeat} of the config, and how
 * every message identifies its sender.
 *
 * @param installation names this daemon in every message
 * @param externalUrl external URL of the web pages, without a trailing slash; null if not
 *     configured
 * @param channels by name, in the order of the config
 * @param routes the first matching route applies, and later ones only if it has {@code continue};
 *     an event that matches no route is sent to every channel
 * @param digests lists of certificates that expire soon, sent on a schedule
 * @param heartbeat null if not configured
 * @param outbound by channel, how its connections are made; a channel without is connected to
 *     directly. Not a part of {@link ChannelSettings}, which say what a target is: the same target
 *     behind another proxy stays the same
 * @param formerly by the name of a renamed channel, the name it had before
 */
public record NotifySettings(
    String installation,
    @Nullable URI externalUrl,
    Map<String, ChannelSettings> channels,
    List<Route> routes,
    List<Digest> digests,
    @Nullable Heartbeat heartbeat,
    Map<String, OutboundSettings> outbound,
    Map<String, String> formerly) {

  /** The default of {@code timeout}: the limit of a whole attempt over HTTP. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(20);

  public NotifySettings {
    routes = List.copyOf(routes);
    digests = List.copyOf(digests);
    outbound = Map.copyOf(outbound);
    formerly = Map.copyOf(formerly);
  }

  /** With direct connections and without a renamed channel. */
  public NotifySettings(
      String installation,
      @Nullable URI externalUrl,
      Map<String, ChannelSettings> channels,
      List<Route> routes,
      List<Digest> digests,
      @Nullable Heartbeat heartbeat) {
    this(installation, externalUrl, channels, routes, digests, heartbeat, Map.of(), Map.of());
  }

  /** Without a renamed channel. */
  public NotifySettings(
      String installation,
      @Nullable URI externalUrl,
      Map<String, ChannelSettings> channels,
      List<Route> routes,
      List<Digest> digests,
      @Nullable Heartbeat heartbeat,
      Map<String, OutboundSettings> outbound) {
    this(installation, externalUrl, channels, routes, digests, heartbeat, outbound, Map.of());
  }

  /** The settings of one channel alone; empty if there is none of this name. */
  public Optional<NotifySettings> only(String channel) {
    return Optional.ofNullable(channels.get(channel))
        .map(
            settings ->
                new NotifySettings(
                    installation,
                    externalUrl,
                    Map.of(channel, settings),
                    List.of(),
                    List.of(),
                    null,
                    outbound));
  }

  /** What each channel sends to, by name, in the order of the config. */
  public SequencedMap<String, ChannelTarget> targets() {
    var targets = new LinkedHashMap<String, ChannelTarget>();
    channels.forEach(
        (name, channel) ->
            targets.put(
                name,
                new ChannelTarget(
                    channel.receiver(), channel.minSeverity() + " " + routes, formerly.get(name))));
    return targets;
  }

  /** How the connections of this channel are made. */
  public OutboundSettings outbound(String channel) {
    return outbound.getOrDefault(channel, OutboundSettings.DIRECT);
  }

  /** The settings of one channel. */
  public sealed interface ChannelSettings {

    /**
     * Events of a lower severity are not sent to this channel; a resolution has the severity of the
     * alert that it resolves.
     */
    Severity minSeverity();

    /**
     * What identifies the receiver, also if the channel is renamed: the type, then URLs, routing
     * key or recipients. Not how to get there, such as a mail server, nor what proves who sends.
     */
    default List<Secret> receiver() {
      var parts =
          switch (this) {
            case Webhook hook -> Stream.of(hook.url());
            case Slack slack -> Stream.of(slack.url());
            case Alertmanager am -> am.urls().stream().sorted(Comparator.comparing(Secret::reveal));
            case PagerDuty pager ->
                Stream.of(new Secret(pager.url().toString()), pager.routingKey());
            case Email mail -> mail.to().stream().map(Email::address).sorted().map(Secret::new);
          };
      return Stream.concat(Stream.of(new Secret(type())), parts).toList();
    }

    /** The channel type as in the config, such as {@code webhook}. */
    default String type() {
      return switch (this) {
        case Webhook _ -> "webhook";
        case Slack _ -> "slack";
        case Alertmanager _ -> "alertmanager";
        case PagerDuty _ -> "pagerduty";
        case Email _ -> "email";
      };
    }

    /**
     * A Standard Webhooks receiver.
     *
     * @param secrets {@code whsec_...}; two during a rotation, when every message is signed with
     *     both
     * @param headers sent with every message
     * @param timeout of a whole attempt
     */
    record Webhook(
        Secret url,
        List<Secret> secrets,
        Severity minSeverity,
        List<HttpHeader> headers,
        Duration timeout)
        implements ChannelSettings {
      public Webhook {
        secrets = List.copyOf(secrets);
        headers = List.copyOf(headers);
      }

      /** Without headers of its own, with the default limit. */
      public Webhook(Secret url, List<Secret> secrets, Severity minSeverity) {
        this(url, secrets, minSeverity, List.of(), DEFAULT_TIMEOUT);
      }
    }

    /**
     * An incoming webhook of Slack.
     *
     * @param timeout of a whole attempt
     */
    record Slack(Secret url, Severity minSeverity, Duration timeout) implements ChannelSettings {
      public Slack(Secret url, Severity minSeverity) {
        this(url, minSeverity, DEFAULT_TIMEOUT);
      }
    }

    /**
     * The Alertmanagers of one cluster; each is sent all alerts.
     *
     * @param urls without {@code /api/v2/alerts}; may contain user and password
     * @param timeout of a whole attempt
     */
    record Alertmanager(List<Secret> urls, Severity minSeverity, Duration timeout)
        implements ChannelSettings {
      public Alertmanager {
        urls = List.copyOf(urls);
      }

      public Alertmanager(List<Secret> urls, Severity minSeverity) {
        this(urls, minSeverity, DEFAULT_TIMEOUT);
      }
    }

    /**
     * A service of PagerDuty, by its Events API v2.
     *
     * @param url {@code https://events.pagerduty.com/v2/enqueue}, or that of the EU region
     * @param groupOver more alerts at once of one source and zone are one incident
     * @param timeout of a whole attempt
     */
    record PagerDuty(
        URI url, Secret routingKey, Severity minSeverity, int groupOver, Duration timeout)
        implements ChannelSettings {
      public PagerDuty(URI url, Secret routingKey, Severity minSeverity, int groupOver) {
        this(url, routingKey, minSeverity, groupOver, DEFAULT_TIMEOUT);
      }

      /** The default of {@code groupOver}. */
      public static final int GROUP_OVER = 20;
    }

    /**
     * Mail.
     *
     * @param from an address, with or without a name
     * @param to addresses; each gets its own delivery
     */
    record Email(Smtp smtp, String from, List<String> to, Severity minSeverity)
        implements ChannelSettings {
      public Email {
        to = List.copyOf(to);
      }

      /** The address without the name, in lower case. */
      private static String address(String text) {
        var name = text.lastIndexOf('<');
        var address = name < 0 ? text : text.substring(name + 1, text.length() - 1);
        return address.toLowerCase(Locale.ROOT);
      }
    }
  }

  /**
   * A header of a request.
   *
   * @param secret whether the value may not be shown
   */
  public record HttpHeader(String name, Secret value, boolean secret) {}

  /**
   * A mail server.
   *
   * @param username null if the server needs no authentication
   * @param password null if the server needs no authentication; an access token for {@code XOAUTH2}
   * @param helo the name given in EHLO; null for the address of the connection
   * @param auth how the user is authenticated
   */
  public record Smtp(
      String host,
      int port,
      Tls tls,
      @Nullable String username,
      @Nullable Secret password,
      @Nullable String helo,
      Auth auth) {

    /** With the address as the name in EHLO, and a password. */
    public Smtp(
        String host, int port, Tls tls, @Nullable String username, @Nullable Secret password) {
      this(host, port, tls, username, password, null, Auth.PLAIN);
    }

    /** How a user is authenticated. */
    public enum Auth {
      /** User and password, by AUTH PLAIN or LOGIN. */
      PLAIN,
      /** User and OAuth 2.0 access token. */
      XOAUTH2
    }

    /** How the connection is encrypted. There is no fallback to plain text. */
    public enum Tls {
      STARTTLS,
      IMPLICIT,
      /** Allowed for loopback only. */
      NONE
    }
  }

  /**
   * A list of certificates that expire soon, sent to people on a schedule.
   *
   * @param cron in the syntax of Quartz
   * @param within certificates that expire within this time are listed
   * @param by the label by whose values the list is grouped; empty for a single list
   * @param to names of channels that people read
   */
  public record Digest(String cron, Duration within, String by, List<String> to) {
    public Digest {
      to = List.copyOf(to);
    }
  }

  /**
   * A request, repeated while the daemon works. The receiver raises an alarm if it is missing.
   *
   * @param every time between two requests
   * @param timeout of a whole attempt
   * @param outbound how the connections are made
   */
  public record Heartbeat(Secret url, Duration every, Duration timeout, OutboundSettings outbound) {

    /** With the default timeout. */
    public Heartbeat(Secret url, Duration every, OutboundSettings outbound) {
      this(url, every, DEFAULT_TIMEOUT, outbound);
    }

    /** With the default timeout and direct connections. */
    public Heartbeat(Secret url, Duration every) {
      this(url, every, DEFAULT_TIMEOUT, OutboundSettings.DIRECT);
    }
  }
}
