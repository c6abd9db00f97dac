/** The order in which open deliveries are sent. */
@NullMarked
package io.certvigil.store.queue;

import org.jspecify.annotations.NullMarked;
