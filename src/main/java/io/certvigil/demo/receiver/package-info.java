/** A webhook receiver that verifies signatures and prints what it received. */
@NullMarked
package io.certvigil.demo.receiver;

import org.jspecify.annotations.NullMarked;
