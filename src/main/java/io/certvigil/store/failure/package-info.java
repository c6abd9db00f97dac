/** The room's exception, and the named points at which a fault campaign stops the process. */
@NullMarked
package io.certvigil.store.failure;

import org.jspecify.annotations.NullMarked;
