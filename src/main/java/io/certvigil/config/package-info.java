/** Loads the configuration from file and environment, or reports all problems at once. */
@NullMarked
package io.certvigil.config;

import org.jspecify.annotations.NullMarked;
