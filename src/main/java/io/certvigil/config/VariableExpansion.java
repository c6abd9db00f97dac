package io.certvigil.config;

import io.certvigil.config.ConfigProblems.ConfigProblem;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Replaces environment variables: {@code ${NAME}}; a doubled dollar gives a literal one. */
final class VariableExpansion {
  private static final Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private VariableExpansion() {}

  static String expand(
      String raw, Map<String, String> environment, Function<String, ConfigProblem> wrong) {
    return FORM.matcher(raw)
        .replaceAll(found -> Matcher.quoteReplacement(valueOf(found.group(), environment, wrong)));
  }

  static boolean containsNone(String raw) {
    return !FORM.matcher(raw).find();
  }

  private static String valueOf(
      String found, Map<String, String> environment, Function<String, ConfigProblem> wrong) {
    if (found.equals("$${")) {
      return "${";
    }
    var name = found.endsWith("}") ? found.substring(2, found.length() - 1) : "";
    if (!NAME.matcher(name).matches()) {
      throw wrong.apply("contains ${ without a valid ${NAME}; write $${ for a literal ${");
    }
    var value = environment.get(name);
    if (value == null) {
      throw wrong.apply(
          "the environment does not contain the variable " + ErrorWording.quote(name));
    }
    return value;
  }
}
