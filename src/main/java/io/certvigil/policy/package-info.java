/** Decides when alerts fire, escalate and resolve. Pure: no IO, no log, no clock. */
@NullMarked
package io.certvigil.policy;

import org.jspecify.annotations.NullMarked;
