package io.certvigil.config;

import java.util.List;
import java.util.Map;

/**
 * What every value of the file is read with.
 *
 * @param environment the variables that a value may name
 * @param report takes what is wrong
 * @param inlineSecrets paths of the secrets that stand in the file itself, added while reading
 */
record BindingContext(
    Map<String, String> environment, ConfigProblems report, List<String> inlineSecrets) {}
