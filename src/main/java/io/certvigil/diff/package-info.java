/** Compares the known state of a scope with a reading. Pure: no IO, no log, no clock. */
@NullMarked
package io.certvigil.diff;

import org.jspecify.annotations.NullMarked;
