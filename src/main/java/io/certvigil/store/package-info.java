/** The durable store of readings, decisions and deliveries. The only room that uses SQL. */
@NullMarked
package io.certvigil.store;

import org.jspecify.annotations.NullMarked;
