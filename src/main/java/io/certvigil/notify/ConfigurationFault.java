package io.certvigil.notify;

import static io.certvigil.notify.ConfigurationFault.Receiver.HTTP;
import static io.certvigil.notify.ConfigurationFault.Receiver.MAIL;
import static io.certvigil.notify.ConfigurationFault.Receiver.PAGERDUTY;
import static io.certvigil.notify.ConfigurationFault.Receiver.SLACK;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A text in a receiver's answer that names what is wrong in the config. A channel with such an
 * answer is failing at once: waiting does not help.
 *
 * @param receiver whose answers have this text
 * @param text in lower case; an answer that contains it, in any case, has this fault
 * @param key the key below {@code channels.X} to check
 * @param source where the text is documented, or the program that writes it
 */
public record ConfigurationFault(Receiver receiver, String text, String key, String source) {

  /** The kinds of receivers, by how they answer. */
  public enum Receiver {
    PAGERDUTY,
    SLACK,
    MAIL,
    /** Every receiver over HTTP. */
    HTTP
  }

  private static final String LOGIN = "smtp.username";
  private static final String PAGERDUTY_EVENTS =
      "https://developer.pagerduty.com/docs/events-api-v2-overview";
  private static final String SLACK_ERRORS =
      "https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/#handling_errors";
  private static final String POSTFIX = "Postfix, smtpd_check.c";
  private static final String EXCHANGE =
      "https://learn.microsoft.com/exchange/mail-flow-best-practices/non-delivery-reports-in-exchange-online";

  private static final String GMAIL = "https://support.google.com/a/answer/3726730";
  private static final String AMAZON_SES =
      "https://docs.aws.amazon.com/ses/latest/dg/troubleshoot-error-messages.html";
  private static final String SENDGRID =
      "https://www.twilio.com/docs/sendgrid/for-developers/sending-email/smtp-errors-and-troubleshooting";

  private static final List<ConfigurationFault> TABLE =
      List.of(
          new ConfigurationFault(PAGERDUTY, "routing key", "routing_key", PAGERDUTY_EVENTS),
          new ConfigurationFault(PAGERDUTY, "routing_key", "routing_key", PAGERDUTY_EVENTS),
          slack("no_service"),
          slack("no_team"),
          slack("no_active_hooks"),
          slack("team_disabled"),
          slack("invalid_token"),
          slack("token_revoked"),
          slack("channel_not_found"),
          slack("channel_is_archived"),
          slack("action_prohibited"),
          slack("posting_to_general_channel"),
          mail("relay access denied", LOGIN, POSTFIX),
          mail("client host rejected", "smtp.host", POSTFIX),
          mail("helo command rejected", "smtp.host", POSTFIX),
          mail("sender address rejected", "from", POSTFIX),
          mail("relay not permitted", LOGIN, "Exim, src/configure.default"),
          mail("relaying denied", LOGIN, "Sendmail, cf/m4/proto.m4"),
          mail("unable to relay", LOGIN, EXCHANGE),
          mail("client was not authenticated", LOGIN, EXCHANGE),
          mail("send as this sender", "from", EXCHANGE),
          mail("authentication required", LOGIN, "RFC 4954, 6"),
          mail("authentication credentials invalid", LOGIN, "RFC 4954, 6"),
          mail("authentication failed", LOGIN, "Postfix, smtpd_sasl_glue.c"),
          mail("username and password not accepted", LOGIN, GMAIL),
          mail("email address is not verified", "from", AMAZON_SES),
          mail("verified sender identity", "from", SENDGRID),
          new ConfigurationFault(HTTP, "invalid_token", "url", "RFC 6750, 3.1"));

  private static ConfigurationFault slack(String text) {
    return new ConfigurationFault(SLACK, text, "url", SLACK_ERRORS);
  }

  private static ConfigurationFault mail(String text, String key, String source) {
    return new ConfigurationFault(MAIL, text, key, source);
  }

  /** The whole table, for documentation. */
  public static List<ConfigurationFault> table() {
    return TABLE;
  }

  /** The fault that this answer, which accepts nothing, names; empty if it names none. */
  public static Optional<ConfigurationFault> in(Receiver receiver, String answer) {
    var lower = answer.toLowerCase(Locale.ROOT);
    return TABLE.stream()
        .filter(row -> row.appliesTo(receiver) && lower.contains(row.text))
        .findFirst();
  }

  private boolean appliesTo(Receiver other) {
    return receiver == other || (receiver == HTTP && other != MAIL);
  }
}
