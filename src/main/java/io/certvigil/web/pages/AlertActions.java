package io.certvigil.web.pages;

import io.certvigil.model.LabelField;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.AckResult;
import io.certvigil.store.Silences;
import io.certvigil.web.html.FlashMessage;
import io.certvigil.web.html.InvalidForm;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;

/** What people do to alerts. Who asks is known here, or nobody came this far. */
final class AlertActions {

  private final SiteContext context;

  AlertActions(SiteContext context) {
    this.context = context;
  }

  /** Takes an alert on, or gives it back; then where it was done. */
  String ack(PageRequest question) {
    var key = question.text("key");
    var alerts = context.store().alerts();
    var now = context.clock().instant();
    var acked =
        question.has("undo")
            ? alerts.unack(key, now)
            : alerts.ack(key, require(question.user(), "a user"), now);
    var said =
        switch (acked) {
          case AckResult.Changed _ ->
              question.has("undo") ? FlashMessage.GIVEN_BACK : FlashMessage.ACKNOWLEDGED;
          case AckResult.Unchanged _ ->
              question.has("undo") ? FlashMessage.GIVEN_BACK : FlashMessage.ACKNOWLEDGED_BEFORE;
          case AckResult.NotFiring _ -> FlashMessage.GONE;
        };
    return redirectPath(question, said);
  }

  /** Makes a silence. */
  String silence(PageRequest question) {
    var now = context.clock().instant();
    var key = question.text("key");
    var match = match(question);
    var author = require(question.user(), "a user");
    if (key.isEmpty() && match.equals(Matcher.ALL) && !question.has("all")) {
      throw new InvalidForm("Say what it is for, or tick that it is for every certificate.");
    }
    var silence =
        new Silence(
            Silences.id(key, match, author, now),
            key,
            match,
            now,
            now.plus(duration(question.text("lasts"))),
            author,
            require(question.text("comment"), "a comment that says why"),
            now);
    context.store().silences().add(silence);
    return redirectPath(question, FlashMessage.SILENCED);
  }

  private static Matcher match(PageRequest question) {
    return new Matcher(
        question.text("source"),
        question.text("zone"),
        question.text("account"),
        question.text("name"),
        LabelField.labels(question.fields()));
  }

  private static Duration duration(String hours) {
    if (!hours.matches("[1-9][0-9]{0,3}")) {
      throw new InvalidForm("How long it lasts must be a number of hours.");
    }
    return Duration.ofHours(Long.parseLong(hours));
  }

  private static String require(String text, String what) {
    if (text.isEmpty()) {
      throw new InvalidForm("It needs " + what + ".");
    }
    return text;
  }

  /** Ends a silence. */
  String endSilence(PageRequest question) {
    var silences = context.store().silences();
    boolean ended = silences.expire(question.text("id"), context.clock().instant());
    return redirectPath(question, ended ? FlashMessage.ENDED : FlashMessage.ENDED_BEFORE);
  }

  /** To nowhere else than a page of ours. */
  private static String redirectPath(PageRequest question, FlashMessage said) {
    var from = question.text("from");
    var page = from.matches("certificates/[0-9a-z]{1,40}") ? from : "alerts";
    return page + "?said=" + said.word();
  }
}
