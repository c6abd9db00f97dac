package io.certvigil.config;

import io.certvigil.model.PrintableText;
import io.certvigil.model.Secret;
import io.certvigil.net.HostName;
import io.certvigil.net.OutboundSettings;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.policy.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A channel of type {@code email}. */
final class EmailSection {
  private static final int LAST_PORT = 65_535;
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String ADDRESS =
      "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + LABEL + "(\\." + LABEL + ")*";
  private static final String DISPLAY_NAME = "\"[^\"\\\\<>]*\"|[^\"\\\\<>@,;:()\\[\\]]*";
  private static final Pattern MAILBOX =
      Pattern.compile("(" + ADDRESS + ")|(?:" + DISPLAY_NAME + ")\\s*<(" + ADDRESS + ")>");
  private static final int LONGEST_MAILBOX = 320;
  private static final int LONGEST_NAME = 253;

  private final SecretReader secrets;
  private final OutboundSection outbound;
  private OutboundSettings connections = OutboundSettings.DIRECT;

  EmailSection(SecretReader secrets, OutboundSection outbound) {
    this.secrets = secrets;
    this.outbound = outbound;
  }

  /** How the connections of the channel that was read are made. */
  OutboundSettings connections() {
    return connections;
  }

  /** Null if it is invalid; the problems are reported. */
  @Nullable ChannelSettings read(ConfigMapping block, Severity least) {
    block.require("smtp", "is missing: give at least its host");
    var smtp = block.<@Nullable Smtp>get("smtp", null, value -> smtp(value.mapping()));
    block.require("from", "is missing: the address of the sender");
    var from = block.get("from", "", EmailSection::mailbox);
    block.require("to", "is missing: a list of addresses");
    var to = block.get("to", List.<String>of(), EmailSection::recipients);
    rejectTimeout(block);
    return smtp == null || from.isEmpty() || to.isEmpty()
        ? null
        : new ChannelSettings.Email(smtp, from, to, least);
  }

  /** A single limit would cut off a server that scans a message before it answers. */
  private static void rejectTimeout(ConfigMapping block) {
    if (block.has("timeout")) {
      block.addProblem(
          "timeout",
          "is for channels over HTTP; remove it: each phase of a mail has the limit of RFC 5321");
    }
  }

  private static List<String> recipients(ConfigValue value) {
    if (value.items().isEmpty()) {
      throw value.problem("must not be empty: give at least one recipient");
    }
    var seen = new HashSet<String>();
    return value.mapItems(item -> recipient(item, seen));
  }

  private static String recipient(ConfigValue value, Set<String> seen) {
    var text = mailbox(value);
    if (!seen.add(address(text).toLowerCase(Locale.ROOT))) {
      throw value.problem("is duplicated" + value.was());
    }
    return text;
  }

  /**
   * An e-mail address: {@code ops@example.com}, or a name followed by the address in {@code <>}.
   */
  private static String mailbox(ConfigValue value) {
    var text = value.text().strip();
    if (text.length() > LONGEST_MAILBOX || !MAILBOX.matcher(text).matches()) {
      throw value.problem(
          "must be an e-mail address, such as ops@example.com or Ops <ops@example.com>"
              + value.was());
    }
    return text;
  }

  /** The address without the name. */
  private static String address(String text) {
    var name = text.lastIndexOf('<');
    return name < 0 ? text : text.substring(name + 1, text.length() - 1);
  }

  private @Nullable Smtp smtp(ConfigMapping block) {
    block.require("host", "is missing: the name of the mail server");
    var host = block.get("host", "", EmailSection::host);
    var tls = block.get("tls", Smtp.Tls.STARTTLS, value -> value.enumConstant(Smtp.Tls.class));
    int port = block.get("port", defaultPort(tls), value -> value.number(1, LAST_PORT));
    var user = block.<@Nullable String>get("username", null, ConfigValue::text);
    var password = password(block, user);
    connections = outbound.read(block);
    var helo = block.<@Nullable String>get("helo", null, EmailSection::helo);
    var auth = block.get("auth", Smtp.Auth.PLAIN, value -> value.enumConstant(Smtp.Auth.class));
    if (block.has("auth") && !block.has("username")) {
      block.addProblem(
          "username", "is missing: auth requires a user, and the password or token of it");
    }
    if (tls == Smtp.Tls.NONE && !host.isEmpty() && !Loopback.isLoopback(host)) {
      block.addProblem("tls", "none is allowed for loopback only: use starttls or implicit");
    }
    rejectTimeout(block);
    block.rejectUnknownKeys();
    return host.isEmpty() ? null : new Smtp(host, port, tls, user, password, helo, auth);
  }

  private @Nullable Secret password(ConfigMapping block, @Nullable String user) {
    boolean asked = block.hasAny("password", "password_file");
    if (asked && !block.has("username")) {
      block.addProblem("username", "is missing: a password requires the name of its user");
    }
    return asked || block.has("username")
        ? secrets.readOne(block, "password", (value, text) -> checkPassword(value, text, user))
        : null;
  }

  private static int defaultPort(Smtp.Tls tls) {
    return switch (tls) {
      case STARTTLS -> 587;
      case IMPLICIT -> 465;
      case NONE -> 25;
    };
  }

  private static String host(ConfigValue value) {
    var text = value.text();
    try {
      return HostName.of(text);
    } catch (IllegalArgumentException e) {
      throw value.problem(
          "must be the name or the address of a host, without port and scheme" + value.was());
    }
  }

  /** A name or an address literal, as a mail server expects it after EHLO. */
  private static String helo(ConfigValue value) {
    var text = value.text();
    boolean name = text.length() <= LONGEST_NAME && text.matches(LABEL + "(\\." + LABEL + ")*");
    if (!name && !text.matches("\\[[0-9A-Za-z:.]{2,45}]")) {
      throw value.problem(
          "must be a host name such as monitor.example.com, or an address in brackets"
              + value.was());
    }
    return text;
  }

  /** Also called when it is read again: the user is hidden with each password. */
  private void checkPassword(ConfigValue value, String text, @Nullable String user) {
    if (user != null) {
      secrets.addLogin(user, new Secret(text));
    }
    if (!PrintableText.printable(text)) {
      throw value.problem("must not contain line breaks or control characters");
    }
  }
}
