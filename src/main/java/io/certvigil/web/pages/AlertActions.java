package io.certvigil.web.pages;

import io.certvigil.model.Durations;
import io.certvigil.model.LabelField;
import io.certvigil.policy.Matcher;
import io.certvigil.policy.Silence;
import io.certvigil.store.Silences;
import io.certvigil.store.view.AckResult;
import io.certvigil.web.html.FlashMessage;
import io.certvigil.web.html.InvalidForm;
import io.certvigil.web.html.PageRequest;
import io.certvigil.web.site.SiteContext;
import java.time.Duration;

/** The actions on alerts and silences. Requests get here only with an authenticated user. */
final class AlertActions {
  /** The fields of selected alerts begin with this; their keys follow. */
  static final String SELECTED = "ack.";

  private final SiteContext context;

  AlertActions(SiteContext context) {
    this.context = context;
  }

  /** Acknowledges alerts or undoes that; returns the page to redirect to. */
  String ack(PageRequest request) {
    return request.has("key") ? ackOne(request) : ackSelected(request);
  }

  private String ackSelected(PageRequest request) {
    var now = context.clock().instant();
    var by = require(request.user(), "A user");
    var keys =
        request.fields().keySet().stream()
            .filter(name -> name.startsWith(SELECTED))
            .map(name -> name.substring(SELECTED.length()))
            .toList();
    if (keys.isEmpty()) {
      throw new InvalidForm("Select at least one alert.");
    }
    var results = keys.stream().map(key -> context.store().alerts().ack(key, by, now)).toList();
    if (results.stream().anyMatch(AckResult.Changed.class::isInstance)) {
      return redirectPath(request, FlashMessage.ACKNOWLEDGED);
    }
    boolean firing = results.stream().anyMatch(AckResult.Unchanged.class::isInstance);
    return redirectPath(request, firing ? FlashMessage.ACKNOWLEDGED_BEFORE : FlashMessage.GONE);
  }

  private String ackOne(PageRequest request) {
    var key = request.text("key");
    var alerts = context.store().alerts();
    var now = context.clock().instant();
    boolean undo = request.has("undo");
    var user = require(request.user(), "A user");
    var acked = undo ? alerts.unack(key, user, now) : alerts.ack(key, user, now);
    var message =
        switch (acked) {
          case AckResult.Changed(var alert) when !alert.firing() -> FlashMessage.HANDED_OVER;
          case AckResult.Changed _ -> undo ? FlashMessage.GIVEN_BACK : FlashMessage.ACKNOWLEDGED;
          case AckResult.Unchanged _ ->
              undo ? FlashMessage.GIVEN_BACK : FlashMessage.ACKNOWLEDGED_BEFORE;
          case AckResult.NotFiring _ -> FlashMessage.GONE;
        };
    return redirectPath(request, message);
  }

  /** Creates a silence; returns the page to redirect to. */
  String silence(PageRequest request) {
    var now = context.clock().instant();
    var key = request.text("key");
    var match = match(request);
    var author = require(request.user(), "A user");
    if (key.isEmpty() && match.equals(Matcher.ALL) && !request.has("all")) {
      throw new InvalidForm(
          "Fill in at least one field, or select that the silence is for every certificate.");
    }
    var silence =
        new Silence(
            Silences.id(key, match, author, now),
            key,
            match,
            now,
            now.plus(duration(request.text("lasts"))),
            author,
            require(request.text("comment"), "A comment with the reason"),
            now);
    context.store().silences().add(silence);
    return redirectPath(request, FlashMessage.SILENCED);
  }

  private static Matcher match(PageRequest request) {
    return new Matcher(
        request.text("source"),
        request.text("zone"),
        request.text("account"),
        request.text("name"),
        LabelField.labels(request.fields()));
  }

  private Duration duration(String hours) {
    var longest = context.daemon().longestSilence();
    var lasts = hours.matches("[1-9][0-9]{0,5}") ? Duration.ofHours(Long.parseLong(hours)) : null;
    if (lasts == null || lasts.compareTo(longest) > 0) {
      throw new InvalidForm(
          "The duration must be a whole number of hours, from 1 to %d (web.longest_silence: %s)."
              .formatted(longest.toHours(), Durations.print(longest)));
    }
    return lasts;
  }

  private static String require(String text, String what) {
    if (text.isEmpty()) {
      throw new InvalidForm(what + " is required.");
    }
    return text;
  }

  /** Ends a silence; returns the page to redirect to. */
  String endSilence(PageRequest request) {
    var silences = context.store().silences();
    boolean ended =
        silences.expire(
            request.text("id"), require(request.user(), "A user"), context.clock().instant());
    return redirectPath(request, ended ? FlashMessage.ENDED : FlashMessage.ENDED_BEFORE);
  }

  /** Only to pages of this daemon: the form field is untrusted. */
  private static String redirectPath(PageRequest request, FlashMessage message) {
    var from = request.text("from");
    var page = from.matches("certificates/[0-9a-z]{1,40}") ? from : "alerts";
    return page + "?said=" + message.word();
  }
}
