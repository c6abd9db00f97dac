package io.certvigil.web.html;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What became of something that was done on a page, told on the page that follows. */
public enum FlashMessage {
  ACKNOWLEDGED("ok", "Acknowledged: no reminders of it until its next rung."),
  ACKNOWLEDGED_BEFORE("info", "Somebody had acknowledged it already."),
  GIVEN_BACK("ok", "Given back: its reminders go on."),
  GONE("warning", "Nothing fires under that key any more."),
  SILENCED("ok", "Silenced: what it covers is recorded and not told until it ends."),
  ENDED("ok", "Ended: what it covered and still fires is told now."),
  ENDED_BEFORE("info", "That silence had ended before.");

  private final String style;
  private final String text;

  FlashMessage(String style, String text) {
    this.style = style;
    this.text = text;
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static void add(Html html, PageRequest question) {
    of(question.text("said"))
        .ifPresent(
            said ->
                html.add(
                    "<div class=\"banner {}\" role=\"status\"><p>{}</p></div>\n",
                    said.style,
                    said.text));
  }

  private static Optional<FlashMessage> of(String word) {
    return Arrays.stream(values()).filter(said -> said.word().equals(word)).findFirst();
  }
}
