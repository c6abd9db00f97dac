package io.certvigil.notify;

import io.certvigil.model.WordedEnum;
import io.certvigil.policy.ChannelStatus.FailureKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The outcome of one delivery attempt. */
public sealed interface Outcome {

  /** The receiver's answer, or why there was none: one short line for people. */
  String answer();

  /** The attempt failed. */
  sealed interface Failure extends Outcome {
    Reason reason();

    /** How soon failures like this make the channel count as failing. */
    FailureKind kind();
  }

  /** The receiver acknowledged the message. */
  record Delivered(String answer) implements Outcome {}

  /**
   * The message is sent again, with the same id and the same bytes; a mail that may have arrived
   * ({@link Reason#AMBIGUOUS}) says so when it is sent again.
   *
   * @param atLeast the delay that the receiver asked for; zero if it asked for none
   * @param fault what the answer names in the config; null if it names nothing
   */
  record TryLater(
      Reason reason, Duration atLeast, String answer, @Nullable ConfigurationFault fault)
      implements Failure {
    /** For an answer that names nothing in the config. */
    public TryLater(Reason reason, Duration atLeast, String answer) {
      this(reason, atLeast, answer, null);
    }

    /** Whether the answer may be about a secret, such as a password or a token in a URL. */
    public boolean refusesSecret() {
      return fault != null
          || reason == Reason.UNAUTHORIZED
          || reason == Reason.FORBIDDEN
          || reason == Reason.NOT_FOUND;
    }

    @Override
    public FailureKind kind() {
      if (fault != null) {
        return FailureKind.CONFIGURATION;
      }
      return reason.configuration() ? FailureKind.REFUSAL : FailureKind.OTHER;
    }
  }

  /** The receiver works, but rejects this message. */
  record Rejected(Reason reason, String answer) implements Failure {
    @Override
    public FailureKind kind() {
      return FailureKind.OTHER;
    }
  }

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
    /** No answer after the whole message was sent: it may have arrived. */
    AMBIGUOUS,
    /** The message is too large for the receiver, or for the connection to it. */
    TOO_LARGE,
    REJECTED,
    MAX_AGE;

    /** True if a person must probably fix the config or the receiver. */
    public boolean configuration() {
      return switch (this) {
        case UNAUTHORIZED, FORBIDDEN, NOT_FOUND, REDIRECT, TLS, DNS, HTTP_4XX, SMTP_5XX -> true;
        case HTTP_5XX,
            SMTP_4XX,
            RECIPIENT,
            RATE_LIMITED,
            TIMEOUT,
            NETWORK,
            AMBIGUOUS,
            TOO_LARGE,
            REJECTED,
            MAX_AGE ->
            false;
      };
    }

    /** True if the receiver has answered and does not want the message, for now or for ever. */
    public boolean refusal() {
      return switch (this) {
        case UNAUTHORIZED,
            FORBIDDEN,
            NOT_FOUND,
            REDIRECT,
            HTTP_4XX,
            SMTP_5XX,
            RECIPIENT,
            REJECTED ->
            true;
        case TLS,
            DNS,
            HTTP_5XX,
            SMTP_4XX,
            RATE_LIMITED,
            TIMEOUT,
            NETWORK,
            AMBIGUOUS,
            TOO_LARGE,
            MAX_AGE ->
            false;
      };
    }

    @Override
    public String toString() {
      return word();
    }
  }
}
