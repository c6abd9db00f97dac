/** File and environment to a Config, or every error at once. */
@NullMarked
package io.certvigil.config;

import org.jspecify.annotations.NullMarked;
