package io.certvigil.web.api;

import io.certvigil.store.view.StoredJson;
import io.certvigil.web.server.BadRequest;
import io.certvigil.web.server.StoreAnswers;
import java.io.Writer;

/** A text that is made in memory, and must not fill it. */
final class BoundedText extends Writer {
  private final StringBuilder text = new StringBuilder();

  private BoundedText() {}

  /**
   * The value as JSON on one line.
   *
   * @throws BadRequest if that is too long
   */
  static String json(Object value) {
    var text = new BoundedText();
    StoredJson.gson().toJson(value, text);
    return text.text.toString();
  }

  @Override
  public void write(char[] chars, int from, int length) {
    if (text.length() + length > StoreAnswers.MAX_CHARS) {
      throw new BadRequest("The answer would be too long. Use a smaller limit.", "limit");
    }
    text.append(chars, from, length);
  }

  @Override
  public void flush() {
    // Nothing is buffered.
  }

  @Override
  public void close() {
    // Nothing to close.
  }
}
