package io.certvigil.notify;

import io.certvigil.model.WordedEnum;
import java.time.Duration;
import java.util.Arrays;

/** The outcome of one delivery attempt. */
public sealed interface Outcome {

  /** The receiver's answer, or why there was none: one short line for people. */
  String answer();

  /** The attempt failed. */
  sealed interface Failure extends Outcome {
    Reason reason();
  }

  /** The receiver acknowledged the message. */
  record Delivered(String answer) implements Outcome {}

  /**
   * The message is sent again, with the same id and the same bytes.
   *
   * @param atLeast the delay that the receiver asked for; zero if it asked for none
   */
  record TryLater(Reason reason, Duration atLeast, String answer) implements Failure {}

  /** The receiver works, but rejects this message. */
  record Rejected(Reason reason, String answer) implements Failure {}

  /** Why a delivery failed. These are also the values of the metric label. */
  enum Reason implements WordedEnum {
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    REDIRECT,
    TLS,
    DNS,
    HTTP_4XX,
    HTTP_5XX,
    /** The mail server has a temporary fault or is too busy. */
    SMTP_4XX,
    /** The mail server refuses the session. */
    SMTP_5XX,
    /** The mail server works, but does not accept mail for this mailbox. */
    RECIPIENT,
    RATE_LIMITED,
    TIMEOUT,
    NETWORK,
    REJECTED,
    MAX_AGE;

    /**
     * True if this is the {@link #word} of a reason that a person must fix; false for an unknown
     * word.
     */
    public static boolean isConfiguration(String word) {
      return Arrays.stream(values())
          .anyMatch(reason -> reason.configuration() && reason.word().equals(word));
    }

    /**
     * True if a person must fix the config or the receiver, so that frequent retries do not help.
     */
    public boolean configuration() {
      return switch (this) {
        case UNAUTHORIZED, FORBIDDEN, NOT_FOUND, REDIRECT, TLS, DNS, HTTP_4XX, SMTP_5XX -> true;
        case HTTP_5XX, SMTP_4XX, RECIPIENT, RATE_LIMITED, TIMEOUT, NETWORK, REJECTED, MAX_AGE ->
            false;
      };
    }

    @Override
    public String toString() {
      return word();
    }
  }
}
