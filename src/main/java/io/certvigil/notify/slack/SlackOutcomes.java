package io.certvigil.notify.slack;

import io.certvigil.notify.Outcome;
import io.certvigil.notify.Outcome.Delivered;
import io.certvigil.notify.Outcome.Reason;
import io.certvigil.notify.Outcome.Rejected;
import io.certvigil.notify.Outcome.TryLater;
import io.certvigil.notify.http.HttpOutcomes;
import io.certvigil.notify.http.HttpReply;

/** What Slack's answer means: its word where it has one, else the status. */
final class SlackOutcomes {
  private SlackOutcomes() {}

  static Outcome of(HttpReply answer) {
    var word = answer.body().strip();
    if (word.startsWith("channel_")) {
      return later(Reason.NOT_FOUND, answer);
    }
    return switch (word) {
      case "ok" -> answer.status() == 200 ? new Delivered(answer.words()) : byStatus(answer);
      case "rollup_error" -> later(Reason.HTTP_5XX, answer);
      case "no_service", "no_service_id", "no_team", "no_active_hooks", "team_disabled" ->
          later(Reason.NOT_FOUND, answer);
      case "invalid_token", "token_revoked" -> later(Reason.UNAUTHORIZED, answer);
      case "action_prohibited", "posting_to_general_channel_denied" ->
          later(Reason.FORBIDDEN, answer);
      default -> byStatus(answer);
    };
  }

  private static Outcome byStatus(HttpReply answer) {
    return switch (answer.status()) {
      case 400, 413, 415, 422 -> new Rejected(Reason.REJECTED, answer.words());
      default ->
          answer.status() / 100 == 2
              ? later(Reason.NOT_FOUND, answer) // whatever says so is not Slack
              : HttpOutcomes.later(answer);
    };
  }

  private static Outcome later(Reason reason, HttpReply answer) {
    return new TryLater(reason, answer.retryAfter(), answer.words());
  }
}
