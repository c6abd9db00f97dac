/** Zones that were deleted and made again. */
@NullMarked
package io.certvigil.store.zone;

import org.jspecify.annotations.NullMarked;
