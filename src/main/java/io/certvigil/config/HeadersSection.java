package io.certvigil.config;

import io.certvigil.model.Secret;
import io.certvigil.notify.NotifySettings.HttpHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code headers} of a webhook. */
final class HeadersSection {
  private static final int MOST = 20;
  private static final int LONGEST_VALUE = 4096;
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final String FILE = "_file";

  /** Headers that the program sets itself, or that concern a single connection. */
  private static final Set<String> RESERVED =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "webhook-id",
          "webhook-signature",
          "webhook-timestamp");

  /** What such a header contains is a secret, wherever it is written. */
  private static final Pattern CONFIDENTIAL =
      Pattern.compile("(?i).*(auth|cookie|key|password|secret|session|signature|token).*");

  private final SecretReader secrets;

  HeadersSection(SecretReader secrets) {
    this.secrets = secrets;
  }

  /** The valid headers, in the order of the file; the problems of the others are reported. */
  List<HttpHeader> read(ConfigMapping block) {
    var headers = new ArrayList<HttpHeader>();
    var seen = new HashSet<String>();
    if (block.keys().size() > MOST) {
      throw block.problem("must have at most " + MOST + " headers");
    }
    for (var key : block.keys()) {
      var name = key.endsWith(FILE) ? key.substring(0, key.length() - FILE.length()) : key;
      var problem = problem(name, seen);
      if (problem != null) {
        block.addProblem(key, problem);
        continue;
      }
      var header = header(block, key, name);
      if (header != null) {
        headers.add(header);
      }
    }
    return headers;
  }

  private static @Nullable String problem(String name, Set<String> seen) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (!NAME.matcher(name).matches()) {
      return "is not the name of a header: letters, digits and -";
    }
    if (RESERVED.contains(lower) || lower.startsWith("proxy-")) {
      return "is reserved: the program sets it itself";
    }
    return seen.add(lower) ? null : "is given twice";
  }

  private @Nullable HttpHeader header(ConfigMapping block, String key, String name) {
    boolean filed = key.endsWith(FILE);
    boolean secret =
        filed
            || CONFIDENTIAL.matcher(name).matches()
            || block.get(key, true, value -> !VariableExpansion.containsNone(value.raw()));
    if (secret) {
      var value =
          block.<@Nullable Secret>get(
              key, null, found -> secrets.value(found, filed, HeadersSection::check));
      return value == null ? null : new HttpHeader(name, value, true);
    }
    var value = block.<@Nullable String>get(key, null, HeadersSection::plain);
    return value == null ? null : new HttpHeader(name, new Secret(value), false);
  }

  private static String plain(ConfigValue value) {
    var text = value.text();
    check(value, text);
    return text;
  }

  /** No message contains the value. */
  private static void check(ConfigValue value, String text) {
    boolean printable = text.chars().allMatch(c -> c >= ' ' && c < 127);
    if (!printable || text.length() > LONGEST_VALUE || !text.equals(text.strip())) {
      throw value.problem(
          "must be at most %d printable ASCII characters, without blanks at its ends"
              .formatted(LONGEST_VALUE));
    }
  }
}
