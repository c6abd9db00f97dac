package io.certvigil.config;

import io.certvigil.net.RemoteEndpoint;
import java.net.URI;

/** Checks the URLs of receivers. They are secrets: no message contains one. */
final class AddressRules {
  private AddressRules() {}

  /** Checks a URL without user and password. */
  static void check(ConfigValue value, String text) {
    requireHttps(value, value.webAddress(text));
  }

  /** Checks the URL of Slack or of a compatible service. */
  static void checkSlack(ConfigValue value, String text) {
    var uri = requireHttps(value, value.webAddress(text));
    var host = RemoteEndpoint.of(uri).host();
    boolean isSlack = host.endsWith(".slack.com") || host.endsWith(".slack-gov.com");
    if (!isSlack || !uri.getRawPath().startsWith("/services/")) {
      value.addWarning("is not an address of Slack, such as https://hooks.slack.com/services/...");
    }
  }

  /** Checks the URL of an Alertmanager; it may contain user and password. */
  static void checkAlertmanager(ConfigValue value, String text) {
    var uri = requireHttps(value, value.webAddressWithUser(text));
    if (uri.getRawQuery() != null) {
      throw value.problem("must not have a query or fragment");
    }
    if (uri.getRawPath().contains("/api/v")) {
      throw value.problem("must not contain /api/v2/alerts, which is added automatically");
    }
  }

  /** Requires https, or http to this machine, and no fragment. */
  static URI requireHttps(ConfigValue value, URI uri) {
    if (!uri.getScheme().equalsIgnoreCase("https")
        && !Loopback.isLoopback(RemoteEndpoint.of(uri).host())) {
      throw value.problem("must be https: plain http is allowed for loopback only");
    }
    if (uri.getRawFragment() != null) {
      throw value.problem("must not have a fragment");
    }
    return uri;
  }
}
