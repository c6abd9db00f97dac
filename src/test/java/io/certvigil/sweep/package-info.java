@NullMarked
package io.certvigil.sweep;

import org.jspecify.annotations.NullMarked;
