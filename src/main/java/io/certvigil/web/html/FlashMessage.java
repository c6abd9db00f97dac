package io.certvigil.web.html;

import io.certvigil.model.WordedEnum;

/** The result of an action, shown on the page that the action redirects to. */
public enum FlashMessage implements WordedEnum {
  ACKNOWLEDGED("ok", "Acknowledged: no reminders until the next alert step."),
  HANDED_OVER("ok", "Closed: the successor is handed over."),
  ACKNOWLEDGED_BEFORE("info", "The alert was already acknowledged."),
  GIVEN_BACK("ok", "Unacknowledged: reminders are sent again."),
  GONE("warning", "No alert with this key is firing."),
  SILENCED("ok", "Silenced: matching events are recorded, but not sent until the silence ends."),
  ENDED("ok", "Silence ended: matching alerts that still fire are sent now."),
  ENDED_BEFORE("info", "The silence had already ended.");

  private final String style;
  private final String text;

  FlashMessage(String style, String text) {
    this.style = style;
    this.text = text;
  }

  public static void add(Html html, PageRequest request) {
    WordedEnum.of(FlashMessage.class, request.text("said"))
        .ifPresent(
            message ->
                html.add(
                    "<div class='banner {}' role='status'><p>{}</p></div>\n",
                    message.style,
                    message.text));
  }
}
