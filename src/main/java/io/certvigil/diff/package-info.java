/** What changed between what is known and what was read. Pure. */
@NullMarked
package io.certvigil.diff;

import org.jspecify.annotations.NullMarked;
