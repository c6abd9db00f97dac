package io.certvigil.config;

import io.certvigil.model.PrintableText;
import io.certvigil.model.Secret;
import io.certvigil.notify.NotifySettings.ChannelSettings;
import io.certvigil.notify.NotifySettings.Smtp;
import io.certvigil.policy.Severity;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A channel of type {@code email}. */
final class EmailSection {
  private static final int LAST_PORT = 65_535;

  private final Secrets secrets;

  EmailSection(Secrets secrets) {
    this.secrets = secrets;
  }

  /** Null where it cannot be used; why is reported. */
  @Nullable ChannelSettings read(Block block, Severity least) {
    Smtp smtp = null;
    if (block.require("smtp", "is missing: at least its host")) {
      smtp = block.<@Nullable Smtp>get("smtp", null, value -> smtp(value.block()));
    }
    block.require("from", "is missing: the address that the mails come from");
    var from = block.get("from", "", Mailbox::text);
    var to = List.<String>of();
    if (block.require("to", "is missing: a list of addresses")) {
      to = block.get("to", to, EmailSection::recipients);
    }
    return smtp == null || from.isEmpty() || to.isEmpty()
        ? null
        : new ChannelSettings.Email(smtp, from, to, least);
  }

  private static List<String> recipients(Value value) {
    if (value.items().isEmpty()) {
      throw value.wrong("must not be empty: who gets the mails?");
    }
    var seen = new HashSet<String>();
    return value.each(item -> recipient(item, seen));
  }

  private static String recipient(Value value, Set<String> seen) {
    var text = Mailbox.text(value);
    if (!seen.add(Mailbox.address(text).toLowerCase(Locale.ROOT))) {
      throw value.wrong("is there twice" + value.was());
    }
    return text;
  }

  private @Nullable Smtp smtp(Block block) {
    block.require("host", "is missing: the name of the mail server");
    var host = block.get("host", "", EmailSection::host);
    var tls = block.get("tls", Smtp.Tls.STARTTLS, value -> value.word(Smtp.Tls.class));
    int port = block.get("port", usual(tls), value -> value.number(1, LAST_PORT));
    var user = block.<@Nullable String>get("username", null, Value::text);
    var password = password(block);
    if (tls == Smtp.Tls.NONE && !host.isEmpty() && !Loopback.is(host)) {
      block.wrong("tls", "none is for loopback only: take starttls or implicit");
    }
    block.done();
    return host.isEmpty() ? null : new Smtp(host, port, tls, user, password);
  }

  private @Nullable Secret password(Block block) {
    boolean asked = block.hasAny("password", "password_file");
    if (asked && !block.has("username")) {
      block.wrong("username", "is missing: a password goes with the name of its user");
    }
    return asked || block.has("username")
        ? secrets.one(block, "password", EmailSection::checkPassword)
        : null;
  }

  private static int usual(Smtp.Tls tls) {
    return switch (tls) {
      case STARTTLS -> 587;
      case IMPLICIT -> 465;
      case NONE -> 25;
    };
  }

  private static String host(Value value) {
    var text = value.text();
    if (!text.matches("[A-Za-z0-9._-]{1,253}|\\[?[0-9A-Fa-f:.]{2,45}]?")) {
      throw value.wrong(
          "must be the name or the address of a host, without port and scheme" + value.was());
    }
    return text;
  }

  private static void checkPassword(Value value, String text) {
    if (!PrintableText.printable(text)) {
      throw value.wrong("must not hold line breaks or control characters");
    }
  }
}
