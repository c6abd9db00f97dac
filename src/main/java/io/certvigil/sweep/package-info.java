/** Decides which scopes are read next, and stores one reading after another. */
@NullMarked
package io.certvigil.sweep;

import org.jspecify.annotations.NullMarked;
