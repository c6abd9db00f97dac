package io.certvigil.notify.slack;

import io.certvigil.notify.ConfigurationFault.Receiver;
import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.notify.http.HttpReply;

/**
 * Maps Slack's reply to an {@link Outcome}: by the word in the body if there is one, else by the
 * status.
 */
final class SlackOutcomes {
  private SlackOutcomes() {}

  static Outcome of(HttpReply answer) {
    return HttpOutcomes.naming(byWord(answer), Receiver.SLACK, answer);
  }

  private static Outcome byWord(HttpReply answer) {
    var word = answer.body().strip();
    if (word.startsWith("channel_")) {
      return retryLater(Reason.NOT_FOUND, answer);
    }
    return switch (word) {
      case "ok" -> answer.status() == 200 ? new Delivered(answer.summary()) : byStatus(answer);
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
