/** Builds the daemon from the other packages; starts, reloads and closes it. */
@NullMarked
package io.certvigil.app;

import org.jspecify.annotations.NullMarked;
