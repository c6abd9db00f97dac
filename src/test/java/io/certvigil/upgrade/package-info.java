/** Tests that this version reads the stored data of earlier versions. */
@NullMarked
package io.certvigil.upgrade;

import org.jspecify.annotations.NullMarked;
