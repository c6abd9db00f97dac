package io.certvigil.notify.email;

import java.time.Duration;

/**
 * The time limits of one mail: one for each phase of the session, because a server that scans a
 * message before it acknowledges it takes minutes, and a large message on a slow connection too.
 *
 * @param command connecting, the greeting, and each command
 * @param data the reply to DATA
 * @param block each part of the message that is written
 * @param content the whole message; what takes longer is too large for the connection
 * @param dot the reply to the final dot
 * @param whole the whole attempt
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.2">RFC 5321, 4.5.3.2</a>
 */
public record SmtpLimits(
    Duration command,
    Duration data,
    Duration block,
    Duration content,
    Duration dot,
    Duration whole) {

  /** The limits that the protocol gives, and those of the whole message and of the attempt. */
  public static final SmtpLimits RFC_5321 =
      new SmtpLimits(
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30));

  /** The same limit for each phase and for the whole attempt. */
  public static SmtpLimits all(Duration limit) {
    return new SmtpLimits(limit, limit, limit, limit, limit, limit);
  }

  /** The longest time without a byte from the server. */
  Duration longestSilence() {
    return command.compareTo(dot) < 0 ? dot : command;
  }

  /** The limit of the reply in this stage. */
  Duration reply(SmtpTransport.Stage stage) {
    return switch (stage) {
      case GREETING, STARTTLS, AUTH, SENDER, RECIPIENT -> command;
      case CONTENT -> data;
      case FINAL_DOT -> dot;
    };
  }
}
