package io.certvigil.notify.email;

import io.certvigil.policy.EventText;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A mail address with an optional name: {@code a@b.example}, or {@code Name <a@b.example>}.
 *
 * @param name empty if there is none
 */
record MailAddress(String name, String address) {
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,252})");
  private static final Pattern NAMED = Pattern.compile("([^<>]*)<([^<>]+)>");

  /**
   * @param key the config key, for the error message
   * @throws IllegalArgumentException if the text is not a mail address
   */
  static MailAddress of(String key, String text) {
    var named = NAMED.matcher(text.strip());
    var name = named.matches() ? named.group(1) : "";
    var address = named.matches() ? named.group(2).strip() : text.strip();
    if (!ADDRESS.matcher(address).matches()) {
      throw new IllegalArgumentException(
          key + ": must be a mail address such as ops@example.com, was " + EventText.clean(text));
    }
    return new MailAddress(EventText.clean(name.replace("\"", " ")), address);
  }

  String domain() {
    return address.substring(address.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }
}
