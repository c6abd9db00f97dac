package io.certvigil.notify;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/** What became of one attempt to deliver. */
public sealed interface Outcome {

  /** What the receiver said, or what kept it from saying anything: one short line for people. */
  String answer();

  /** It did not arrive. */
  sealed interface Failure extends Outcome {
    Reason reason();
  }

  /** The receiver acknowledged it. */
  record Delivered(String answer) implements Outcome {}

  /**
   * It goes again, the same id, the same bytes.
   *
   * @param atLeast what the receiver asked for; zero where it asked for nothing
   */
  record TryLater(Reason reason, Duration atLeast, String answer) implements Failure {}

  /** The receiver is well, but does not want this message. */
  record Rejected(Reason reason, String answer) implements Failure {}

  /** Why a delivery did not arrive. The closed set is also the metric's label. */
  enum Reason {
    UNAUTHORIZED,
    FORBIDDEN,
    NOT_FOUND,
    REDIRECT,
    TLS,
    DNS,
    HTTP_4XX,
    HTTP_5XX,
    /** The mail server is not well, or is too busy. */
    SMTP_4XX,
    /** The mail server will not talk to us. */
    SMTP_5XX,
    /** The mail server is well, but does not take mail for this one mailbox. */
    RECIPIENT,
    RATE_LIMITED,
    TIMEOUT,
    NETWORK,
    REJECTED,
    MAX_AGE;

    /** The label value, such as {@code rate_limited}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether this is the {@link #word} of one that a person must mend; false for a foreign one.
     */
    public static boolean isConfiguration(String word) {
      return Arrays.stream(values())
          .anyMatch(reason -> reason.configuration() && reason.word().equals(word));
    }

    /** Whether a person must mend the config or the receiver, so that haste is of no use. */
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
