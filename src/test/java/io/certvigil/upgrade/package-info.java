/** Whether what an earlier version has stored is understood by this one. */
@NullMarked
package io.certvigil.upgrade;

import org.jspecify.annotations.NullMarked;
