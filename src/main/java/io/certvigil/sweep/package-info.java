/** Which scopes are read next, and one reading after another into the store. */
@NullMarked
package io.certvigil.sweep;

import org.jspecify.annotations.NullMarked;
