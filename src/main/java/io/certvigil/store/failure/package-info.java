/** The exception of this room, and the named points at which a fault campaign halts the process. */
@NullMarked
package io.certvigil.store.failure;

import org.jspecify.annotations.NullMarked;
