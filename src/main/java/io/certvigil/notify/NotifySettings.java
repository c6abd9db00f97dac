package io.certvigil.notify;

import io.certvigil.model.Secret;
import io.certvigil.policy.Severity;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code channels}, {@code routes}, {@code digests} and {@code heartbeat} of the config, and what
 * every message says of its sender.
 *
 * @param installation names this daemon in every message
 * @param externalUrl where the pages are reached from outside, without a slash at its end; null
 *     where nobody said
 * @param channels by name, in the order of the config
 * @param routes the first match wins unless it says {@code continue}; what none takes goes to every
 *     channel
 * @param digests lists of what ends soon, sent by the calendar
 * @param heartbeat null where nobody listens for it
 */
public record NotifySettings(
    String installation,
    @Nullable URI externalUrl,
    Map<String, ChannelSettings> channels,
    List<Route> routes,
    List<Digest> digests,
    @Nullable Heartbeat heartbeat) {
  public NotifySettings {
    routes = List.copyOf(routes);
    digests = List.copyOf(digests);
  }

  /** How one channel is reached. */
  public sealed interface ChannelSettings {

    /** What is less is not told here; a resolution counts as what it closes. */
    Severity minSeverity();

    /** The word of the config, such as {@code webhook}. */
    String type();

    /**
     * A Standard Webhooks receiver.
     *
     * @param secrets {@code whsec_...}; two while rotating, every message is signed with each
     */
    record Webhook(Secret url, List<Secret> secrets, Severity minSeverity)
        implements ChannelSettings {
      public Webhook {
        secrets = List.copyOf(secrets);
      }

      @Override
      public String type() {
        return "webhook";
      }
    }

    /** An incoming webhook of Slack. */
    record Slack(Secret url, Severity minSeverity) implements ChannelSettings {
      @Override
      public String type() {
        return "slack";
      }
    }

    /**
     * Alertmanagers of one cluster: each gets everything.
     *
     * @param urls without {@code /api/v2/alerts}; may carry user and password
     */
    record Alertmanager(List<Secret> urls, Severity minSeverity) implements ChannelSettings {
      public Alertmanager {
        urls = List.copyOf(urls);
      }

      @Override
      public String type() {
        return "alertmanager";
      }
    }

    /**
     * A service of PagerDuty, by its Events API v2.
     *
     * @param url {@code https://events.pagerduty.com/v2/enqueue}, or that of the EU region
     */
    record PagerDuty(URI url, Secret routingKey, Severity minSeverity) implements ChannelSettings {
      @Override
      public String type() {
        return "pagerduty";
      }
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

      @Override
      public String type() {
        return "email";
      }
    }
  }

  /**
   * A mail server.
   *
   * @param username null where it asks for none
   * @param password null where it asks for none
   */
  public record Smtp(
      String host, int port, Tls tls, @Nullable String username, @Nullable Secret password) {

    /** How the connection is kept secret. There is no falling back to plain text. */
    public enum Tls {
      STARTTLS,
      IMPLICIT,
      /** To loopback only. */
      NONE
    }
  }

  /**
   * A list of what ends soon, sent by the calendar to people.
   *
   * @param cron in Quartz' syntax
   * @param within how far ahead it looks
   * @param by the label whose values are its headings; empty for one list
   * @param to names of channels that people read
   */
  public record Digest(String cron, Duration within, String by, List<String> to) {
    public Digest {
      to = List.copyOf(to);
    }
  }

  /**
   * A request that says that the daemon does its work; its absence is the alarm.
   *
   * @param every time between two
   */
  public record Heartbeat(Secret url, Duration every) {}
}
