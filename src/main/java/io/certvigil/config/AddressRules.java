package io.certvigil.config;

import java.net.URI;

/** Addresses of others that we send to. They are secrets: no message shows one. */
final class AddressRules {
  private AddressRules() {}

  /** One without user and password, such as a receiver's own. */
  static void check(ConfigValue value, String text) {
    requireHttps(value, value.webAddress(text));
  }

  /** Of Slack or of what speaks like it. */
  static void checkSlack(ConfigValue value, String text) {
    var uri = requireHttps(value, value.webAddress(text));
    var host = uri.getHost();
    boolean theirs = host.endsWith(".slack.com") || host.endsWith(".slack-gov.com");
    if (!theirs || !uri.getRawPath().startsWith("/services/")) {
      value.addWarning("is no address of Slack's, such as https://hooks.slack.com/services/...");
    }
  }

  /** Of an Alertmanager; may carry user and password. */
  static void checkAlertmanager(ConfigValue value, String text) {
    var uri = requireHttps(value, value.webAddressWithUser(text));
    if (uri.getRawQuery() != null) {
      throw value.problem("must not have a query or fragment");
    }
    if (uri.getRawPath().contains("/api/v")) {
      throw value.problem("must be without /api/v2/alerts: that is added");
    }
  }

  /** https, or http to this machine; no fragment. */
  static URI requireHttps(ConfigValue value, URI uri) {
    if (!uri.getScheme().equalsIgnoreCase("https") && !Loopback.isLoopback(uri.getHost())) {
      throw value.problem("must be https: plain http is for loopback only");
    }
    if (uri.getRawFragment() != null) {
      throw value.problem("must not have a fragment");
    }
    return uri;
  }
}
