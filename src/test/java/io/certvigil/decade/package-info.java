/** Simulates ten years of decisions and compares them with an independent model. */
@NullMarked
package io.certvigil.decade;

import org.jspecify.annotations.NullMarked;
