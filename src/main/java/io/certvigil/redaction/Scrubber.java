package io.certvigil.redaction;

import io.certvigil.model.Secret;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Replaces the secrets of the config by {@code ***} in text: in answers of receivers, mail servers
 * and Cloudflare before they are cut, stored or shown, and in the log. There is one for the whole
 * program; every secret is added when the config is read, and stays after a reload, because a
 * message that is on its way was sent with the secret before it. Thread-safe.
 *
 * <p>A secret is found as it is, percent-encoded, escaped as in JSON or HTML (also twice), inside
 * of base64 at any position, and in either case of letters. What is too short to be told from
 * ordinary text is found as a whole word only: see {@link SecretForms}.
 */
public final class Scrubber {
  static final String HIDDEN = "***";

  /** What stands behind the name of the scheme and contains a digit, known or not. */
  private static final Pattern AUTHORIZATION =
      Pattern.compile("(?i)\\b((?:bearer|basic)\\s+)(?=[^\\s\"',;)]*[0-9])[^\\s\"',;)]{8,}");

  private final Set<SecretForm> forms = new LinkedHashSet<>();
  private volatile SecretIndex index = new SecretIndex(Set.of());

  /** Without secrets; they are added when they are known. */
  public Scrubber() {}

  /** From now on, hides this secret; of a URL with its user, password, path and query. */
  public void add(Secret secret) {
    add(SecretForms.of(secret.reveal()));
  }

  /** From now on, hides this user with this password, also as they are sent in a login. */
  public void addLogin(String user, Secret password) {
    add(SecretForms.ofLogin(user, password.reveal()));
  }

  private synchronized void add(Set<SecretForm> more) {
    if (forms.addAll(more)) {
      index = new SecretIndex(forms);
    }
  }

  /** This text without the secrets. */
  public String scrub(String text) {
    return scrub(text, false);
  }

  /** The same for text that may end in the middle of a secret, because its end was not read. */
  public String scrubCut(String text) {
    return scrub(text, true);
  }

  private String scrub(String text, boolean cut) {
    var clean = index.isEmpty() ? text : index.hide(text, cut);
    return AUTHORIZATION.matcher(clean).replaceAll("$1***");
  }

  @Override
  public String toString() {
    return "Scrubber";
  }
}
