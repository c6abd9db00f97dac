package io.certvigil.config;

import java.net.URI;

/** Addresses of others that we send to. They are secrets: no message shows one. */
final class Addresses {
  private Addresses() {}

  /** One without user and password, such as a receiver's own. */
  static void check(Value value, String text) {
    secure(value, value.web(text));
  }

  /** Of Slack or of what speaks like it. */
  static void checkSlack(Value value, String text) {
    var uri = secure(value, value.web(text));
    var host = uri.getHost();
    boolean theirs = host.endsWith(".slack.com") || host.endsWith(".slack-gov.com");
    if (!theirs || !uri.getRawPath().startsWith("/services/")) {
      value.odd("is no address of Slack's, such as https://hooks.slack.com/services/...");
    }
  }

  /** Of an Alertmanager; may carry user and password. */
  static void checkAlertmanager(Value value, String text) {
    var uri = secure(value, value.webWithUser(text));
    if (uri.getRawQuery() != null) {
      throw value.wrong("must not have a query or fragment");
    }
    if (uri.getRawPath().contains("/api/v")) {
      throw value.wrong("must be without /api/v2/alerts: that is added");
    }
  }

  /** https, or http to this machine; no fragment. */
  static URI secure(Value value, URI uri) {
    if (!uri.getScheme().equalsIgnoreCase("https") && !Loopback.is(uri.getHost())) {
      throw value.wrong("must be https: plain http is for loopback only");
    }
    if (uri.getRawFragment() != null) {
      throw value.wrong("must not have a fragment");
    }
    return uri;
  }
}
