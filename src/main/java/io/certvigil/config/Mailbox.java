package io.certvigil.config;

import java.util.regex.Pattern;

/**
 * Parses an e-mail address: {@code ops@example.com}, or a name followed by the address in {@code
 * <>}.
 */
final class Mailbox {
  private static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String ADDRESS =
      "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@" + LABEL + "(\\." + LABEL + ")*";
  private static final String NAME = "\"[^\"\\\\<>]*\"|[^\"\\\\<>@,;:()\\[\\]]*";
  private static final Pattern FORM =
      Pattern.compile("(" + ADDRESS + ")|(?:" + NAME + ")\\s*<(" + ADDRESS + ")>");
  private static final int LONGEST = 320;

  private Mailbox() {}

  static String parse(ConfigValue value) {
    var text = value.text().strip();
    if (text.length() > LONGEST || !FORM.matcher(text).matches()) {
      throw value.problem(
          "must be an e-mail address, such as ops@example.com or Ops <ops@example.com>"
              + value.was());
    }
    return text;
  }

  /** The address without the name. */
  static String address(String text) {
    var name = text.lastIndexOf('<');
    return name < 0 ? text : text.substring(name + 1, text.length() - 1);
  }
}
