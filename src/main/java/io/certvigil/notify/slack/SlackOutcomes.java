package io.certvigil.notify.slack;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.certvigil.notify.ConfigurationFault;
import io.certvigil.notify.ConfigurationFault.Receiver;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.notify.http.HttpReply;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Maps Slack's reply to an {@link Outcome}: by the word in the body if there is one, else by the
 * status.
 */
final class SlackOutcomes {
  private SlackOutcomes() {}

  static Outcome of(HttpReply answer) {
    return switch (meaning(answer)) {
      case ACCEPTED -> new Delivered(answer.summary());
      case REFUSED -> refused(answer);
      case UNKNOWN -> HttpOutcomes.naming(byWord(answer), Receiver.SLACK, answer);
    };
  }

  private enum Meaning {
    ACCEPTED,
    REFUSED,
    /** Decided by the word in the body, or by the status. */
    UNKNOWN
  }

  /**
   * Receivers that take Slack's messages answer 200 with {@code 1}, or with JSON whose {@code ok}
   * or {@code success} says whether they accept the message.
   */
  private static Meaning meaning(HttpReply answer) {
    if (answer.status() != 200) {
      return Meaning.UNKNOWN;
    }
    var body = answer.body().strip();
    return body.equals("ok") || body.equals("1") ? Meaning.ACCEPTED : ofJson(body);
  }

  private static Meaning ofJson(String body) {
    if (!body.startsWith("{")) {
      return Meaning.UNKNOWN;
    }
    try {
      var json = JsonParser.parseString(body).getAsJsonObject();
      return Stream.of("ok", "success")
          .flatMap(name -> meaning(json.get(name)).stream())
          .max(Comparator.naturalOrder()) // a refusal counts, whatever else is said
          .orElse(Meaning.UNKNOWN);
    } catch (JsonParseException e) {
      return Meaning.UNKNOWN;
    }
  }

  private static Optional<Meaning> meaning(@Nullable JsonElement value) {
    return value instanceof JsonPrimitive flag && flag.isBoolean()
        ? Optional.of(flag.getAsBoolean() ? Meaning.ACCEPTED : Meaning.REFUSED)
        : Optional.empty();
  }

  /** Status 200 says nothing here; the text may name what is wrong in the config. */
  private static Outcome refused(HttpReply answer) {
    return ConfigurationFault.in(Receiver.SLACK, answer.body())
        .map(fault -> refusal(fault, answer))
        .orElseGet(() -> HttpOutcomes.rejected(answer));
  }

  private static Outcome refusal(ConfigurationFault fault, HttpReply answer) {
    return new TryLater(Reason.UNAUTHORIZED, answer.retryAfter(), answer.summary(), fault);
  }

  private static Outcome byWord(HttpReply answer) {
    var word = answer.body().strip();
    if (word.startsWith("channel_")) {
      return retryLater(Reason.NOT_FOUND, answer);
    }
    return switch (word) {
      case "rollup_error" -> retryLater(Reason.HTTP_5XX, answer);
      case "no_service", "no_service_id", "no_team", "no_active_hooks", "team_disabled" ->
          retryLater(Reason.NOT_FOUND, answer);
      case "invalid_token", "token_revoked" -> retryLater(Reason.UNAUTHORIZED, answer);
      case "action_prohibited", "posting_to_general_channel_denied" ->
          retryLater(Reason.FORBIDDEN, answer);
      default -> byStatus(answer);
    };
  }

  private static Outcome byStatus(HttpReply answer) {
    return answer.status() / 100 == 2
        ? retryLater(Reason.NOT_FOUND, answer) // a reply like this does not come from Slack
        : HttpOutcomes.of(answer);
  }

  private static Outcome retryLater(Reason reason, HttpReply answer) {
    return new TryLater(reason, answer.retryAfter(), answer.summary());
  }
}
