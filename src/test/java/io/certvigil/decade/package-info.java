/** Ten simulated years of decisions, held against arithmetic of their own. */
@NullMarked
package io.certvigil.decade;

import org.jspecify.annotations.NullMarked;
