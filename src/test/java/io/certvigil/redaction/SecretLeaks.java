package io.certvigil.redaction;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for canaries in a text, by other means than the scrubber: it decodes the text in every way,
 * and finds each part of a canary of eight characters.
 */
public final class SecretLeaks {
  private static final int PART = 8;
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/_-]{10,}");
  private static final Pattern ESCAPE =
      Pattern.compile("%([0-9a-fA-F]{2})|\\\\u00([0-9a-fA-F]{2})|&#x([0-9a-fA-F]{2});");

  private final List<String> canaries;

  public SecretLeaks(List<String> canaries) {
    this.canaries = canaries.stream().map(canary -> canary.toLowerCase(Locale.ROOT)).toList();
  }

  /** The parts of canaries that this text contains. */
  public Set<String> in(String text) {
    var found = new TreeSet<String>();
    for (var one : readings(text)) {
      var small = one.toLowerCase(Locale.ROOT);
      for (var canary : canaries) {
        for (int i = 0; i + PART <= canary.length(); i++) {
          var part = canary.substring(i, i + PART);
          if (small.contains(part)) {
            found.add(part);
          }
        }
      }
    }
    return found;
  }

  private static List<String> readings(String text) {
    var all = new ArrayList<>(List.of(text));
    var once = unescaped(text);
    all.add(once);
    all.add(unescaped(once));
    BASE64.matcher(text).results().forEach(run -> decode(run.group(), all));
    return all;
  }

  private static String unescaped(String text) {
    return ESCAPE
        .matcher(text.replace("\\/", "/").replace("&amp;", "&"))
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    String.valueOf((char) Integer.parseInt(digits(found), 16))));
  }

  private static String digits(java.util.regex.MatchResult found) {
    return found.group(1) != null
        ? found.group(1)
        : found.group(2) != null ? found.group(2) : found.group(3);
  }

  private static void decode(String run, List<String> all) {
    var standard = run.replace('-', '+').replace('_', '/');
    for (int from = 0; from < 4; from++) {
      var rest = standard.substring(from);
      var whole = rest.substring(0, rest.length() / 4 * 4);
      all.add(new String(Base64.getDecoder().decode(whole), ISO_8859_1));
    }
  }
}
