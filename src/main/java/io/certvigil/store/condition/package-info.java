/** The tables of conditions: what prevents renewals, and which zones are at risk. */
@NullMarked
package io.certvigil.store.condition;

import org.jspecify.annotations.NullMarked;
