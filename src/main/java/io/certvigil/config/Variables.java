package io.certvigil.config;

import io.certvigil.config.Report.Wrong;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts environment variables in: {@code ${NAME}}; a doubled dollar stands for itself. */
final class Variables {
  private static final Pattern FORM = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private Variables() {}

  static String expand(String raw, Map<String, String> environment, Function<String, Wrong> wrong) {
    return FORM.matcher(raw)
        .replaceAll(found -> Matcher.quoteReplacement(one(found.group(), environment, wrong)));
  }

  static boolean none(String raw) {
    return !FORM.matcher(raw).find();
  }

  private static String one(
      String found, Map<String, String> environment, Function<String, Wrong> wrong) {
    if (found.equals("$${")) {
      return "${";
    }
    var name = found.endsWith("}") ? found.substring(2, found.length() - 1) : "";
    if (!NAME.matcher(name).matches()) {
      throw wrong.apply("has a ${ that is no ${NAME}; write $${ for the two characters themselves");
    }
    var value = environment.get(name);
    if (value == null) {
      throw wrong.apply("the environment has no variable " + Words.quote(name));
    }
    return value;
  }
}
