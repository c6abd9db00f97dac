/** Wires the rooms together: start, stop in reverse. */
@NullMarked
package io.certvigil.app;

import org.jspecify.annotations.NullMarked;
