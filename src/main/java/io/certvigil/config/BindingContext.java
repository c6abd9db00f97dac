package io.certvigil.config;

import java.util.List;
import java.util.Map;

/**
 * The context in which the values of the file are read.
 *
 * @param environment the environment variables that a value may refer to
 * @param report collects the problems
 * @param inlineSecrets paths of the secrets that are in the file itself, added while reading
 */
record BindingContext(
    Map<String, String> environment, ConfigProblems report, List<String> inlineSecrets) {}
