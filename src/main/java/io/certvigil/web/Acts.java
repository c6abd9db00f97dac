package io.certvigil.web;

import io.certvigil.model.LabelField;
import io.certvigil.policy.Match;
import io.certvigil.policy.Silence;
import io.certvigil.store.AckResult;
import io.certvigil.store.Silences;
import java.time.Duration;

/** What people do to alerts. Who asks is known here, or nobody came this far. */
final class Acts {

  private final SiteContext context;

  Acts(SiteContext context) {
    this.context = context;
  }

  /** Takes an alert on, or gives it back; then where it was done. */
  String ack(Question question) {
    var key = question.text("key");
    var alerts = context.store().alerts();
    var now = context.clock().instant();
    var acked =
        question.has("undo")
            ? alerts.unack(key, now)
            : alerts.ack(key, need(question.user(), "a user"), now);
    var said =
        switch (acked) {
          case AckResult.Changed _ -> question.has("undo") ? Said.GIVEN_BACK : Said.ACKNOWLEDGED;
          case AckResult.Unchanged _ ->
              question.has("undo") ? Said.GIVEN_BACK : Said.ACKNOWLEDGED_BEFORE;
          case AckResult.NothingFires _ -> Said.GONE;
        };
    return back(question, said);
  }

  /** Makes a silence. */
  String silence(Question question) {
    var now = context.clock().instant();
    var key = question.text("key");
    var match = match(question);
    var author = need(question.user(), "a user");
    if (key.isEmpty() && match.equals(Match.ALL) && !question.has("all")) {
      throw new WrongForm("Say what it is for, or tick that it is for every certificate.");
    }
    var silence =
        new Silence(
            Silences.id(key, match, author, now),
            key,
            match,
            now,
            now.plus(lasting(question.text("lasts"))),
            author,
            need(question.text("comment"), "a comment that says why"),
            now);
    context.store().silences().add(silence);
    return back(question, Said.SILENCED);
  }

  private static Match match(Question question) {
    return new Match(
        question.text("source"),
        question.text("zone"),
        question.text("account"),
        question.text("name"),
        LabelField.labels(question.fields()));
  }

  private static Duration lasting(String hours) {
    if (!hours.matches("[1-9][0-9]{0,3}")) {
      throw new WrongForm("How long it lasts must be a number of hours.");
    }
    return Duration.ofHours(Long.parseLong(hours));
  }

  private static String need(String text, String what) {
    if (text.isEmpty()) {
      throw new WrongForm("It needs " + what + ".");
    }
    return text;
  }

  /** Ends a silence. */
  String end(Question question) {
    var silences = context.store().silences();
    boolean ended = silences.end(question.text("id"), context.clock().instant());
    return back(question, ended ? Said.ENDED : Said.ENDED_BEFORE);
  }

  /** To nowhere else than a page of ours. */
  private static String back(Question question, Said said) {
    var from = question.text("from");
    var page = from.matches("certificates/[0-9a-z]{1,40}") ? from : "alerts";
    return page + "?said=" + said.word();
  }
}
