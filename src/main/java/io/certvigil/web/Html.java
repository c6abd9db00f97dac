package io.certvigil.web;

/**
 * The one way text gets into a page: every value is escaped, wherever it stands. Templates are
 * constants of ours, {@code {}} marks where a value goes.
 */
final class Html {
  private static final int LONGEST = 500;

  private final StringBuilder text = new StringBuilder(32 * 1024);

  /** Adds a template with its values, in their order. */
  Html add(String template, Object... values) {
    int from = 0;
    for (var value : values) {
      int at = template.indexOf("{}", from);
      if (at < 0) {
        throw new IllegalArgumentException("more values than places: " + template);
      }
      text.append(template, from, at);
      escape(String.valueOf(value));
      from = at + 2;
    }
    text.append(template, from, template.length());
    return this;
  }

  private void escape(String value) {
    value.codePoints().limit(LONGEST).forEach(this::escape);
    if (value.codePointCount(0, value.length()) > LONGEST) {
      text.append('…');
    }
  }

  private void escape(int c) {
    switch (c) {
      case '&' -> text.append("&amp;");
      case '<' -> text.append("&lt;");
      case '>' -> text.append("&gt;");
      case '"' -> text.append("&quot;");
      case '\'' -> text.append("&#39;");
      default -> text.appendCodePoint(harmless(c) ? c : '\ufffd');
    }
  }

  /** Half a surrogate pair cannot be written; what controls or turns the text would hide some. */
  private static boolean harmless(int c) {
    return switch (Character.getType(c)) {
      case Character.SURROGATE, Character.CONTROL, Character.FORMAT -> false;
      default -> true;
    };
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
